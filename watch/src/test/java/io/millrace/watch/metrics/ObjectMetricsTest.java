package io.millrace.watch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ObjectMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ObjectMetrics objects =
      new ObjectMetrics(new Meters(registry, InstantSource.system(), List.of()));

  @Test
  void whatAnExecutionsStagesPutAndGetIsRecordedWhenItEnds() {
    objects.request("PUT", "b", "executions/run-1/Stage1/part-00000.jsonl", 1_000, 0);
    objects.request("PUT", "b", "executions/run-1/Stage1/manifest.json", 200, 0);
    objects.request("GET", "b", "executions/run-1/Stage1/part-00000.jsonl", 0, 1_000);
    objects.request("PUT", "b", "executions/run-2/Stage1/manifest.json", 7, 0);
    objects.request("GET", "b", "", 0, 500);
    objects.request("HEAD", "b", "executions/run-1/Stage1/manifest.json", 0, 0);
    assertThat(registry.scrape()).doesNotContain("per_execution");

    objects.committed(header("run-1"), List.of(event(EventType.TaskStateEntered)));
    assertThat(registry.scrape()).doesNotContain("per_execution");
    objects.committed(header("run-1"), List.of(event(EventType.ExecutionSucceeded)));

    assertThat(registry.scrape())
        .contains("millrace_put_requests_per_execution_sum{state_machine_arn=\"m\"} 2.0")
        .contains("millrace_get_requests_per_execution_sum{state_machine_arn=\"m\"} 1.0")
        .contains("millrace_bytes_uploaded_per_execution_bytes_sum{state_machine_arn=\"m\"} 1200.0")
        .contains(
            "millrace_bytes_downloaded_per_execution_bytes_sum{state_machine_arn=\"m\"} 1000.0")
        .contains("aws_s3_put_requests_total{bucket_name=\"b\"} 3.0")
        .contains("aws_s3_list_requests_total{bucket_name=\"b\"} 1.0")
        .contains("aws_s3_bytes_uploaded_total{bucket_name=\"b\"} 1207.0");
  }

  @Test
  void manyRunsDoNotFillTheMemory() {
    for (int i = 0; i <= ObjectMetrics.RUNS_MAX; i++) {
      objects.request("PUT", "b", "executions/run-" + i + "/S/m", 1, 0);
    }
    objects.committed(header("run-0"), List.of(event(EventType.ExecutionSucceeded)));
    assertThat(registry.scrape()).as("the oldest made room").doesNotContain("per_execution");

    objects.committed(header("run-1"), List.of(event(EventType.ExecutionFailed)));

    assertThat(registry.scrape()).contains("millrace_put_requests_per_execution_count");
  }

  private static HistoryEvent event(EventType type) {
    return new HistoryEvent(9, 8, 0, type, EventDetails.None.INSTANCE);
  }

  private static ExecutionHeader header(String name) {
    return new ExecutionHeader(
        new UUID(1, 2), "arn", name, "m", "m", new UUID(3, 4), "role", "us-east-1", 0, 0);
  }
}
