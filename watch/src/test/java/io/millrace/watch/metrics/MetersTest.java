package io.millrace.watch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry, InstantSource.system(), List.of());

  @Test
  void everyMetricIsShownUnderTheNameThatIsDocumented() throws IOException {
    String guide = Files.readString(guide());
    for (Metric metric : Metric.values()) {
      String[] dimensions = new String[metric.dimensions().size()];
      Arrays.fill(dimensions, "x");
      meters.of(metric, dimensions).record(1);

      assertThat(registry.scrape()).contains("\n" + shown(metric) + "{");
      assertThat(guide)
          .as("docs/metrics.md")
          .contains("| `" + metric.cloudWatchName() + "` | `" + metric.prometheusName() + "` |");
    }
  }

  private static String shown(Metric metric) {
    return switch (metric.kind()) {
      case COUNT, LEVEL -> metric.prometheusName();
      case MILLISECONDS, BYTES, PER_RUN -> metric.prometheusName() + "_sum";
    };
  }

  private static Path guide() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/architecture.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/metrics.md");
  }

  @Test
  void namesWithoutEndShareOneSeries() {
    for (int i = 0; i < Meters.SERIES_MAX + 50; i++) {
      meters.of(Metric.EXECUTIONS_STARTED, "machine" + i).count();
    }

    assertThat(registry.scrape())
        .contains("{state_machine_arn=\"machine" + (Meters.SERIES_MAX - 1) + "\"} 1.0")
        .contains("{state_machine_arn=\"other\"} 50.0")
        .doesNotContain("machine" + Meters.SERIES_MAX);
  }

  @Test
  void openTasksOfMoreExecutionsThanThereIsRoomForAreNotKept() {
    OpenTasks open = new OpenTasks();
    for (int i = 0; i < OpenTasks.EXECUTIONS_MAX + 5; i++) {
      open.open(new UUID(0, i), "S", 2);
    }

    assertThat(open.executions()).isEqualTo(OpenTasks.EXECUTIONS_MAX);
    assertThat(open.dispatched(new UUID(1, 1), 3, "S", "arn")).isNull();
  }

  @Test
  void queuesAreAskedAndDeadLettersCountedAsTheyCome() {
    List<QueueState> states = new ArrayList<>();
    QueueMetrics queues = new QueueMetrics(() -> states, meters);
    for (long letters : new long[] {2, 5, 1, 2}) {
      states.clear();
      states.add(new QueueState("work", 7, 3, 1, Duration.ofSeconds(90), false, null));
      states.add(new QueueState("dlq", letters, 0, 0, null, true, null));
      queues.poll();
    }

    assertThat(registry.scrape())
        .contains("aws_sqs_approximate_number_of_messages_visible{queue_name=\"work\"} 7.0")
        .contains("aws_sqs_approximate_number_of_messages_not_visible{queue_name=\"work\"} 3.0")
        .contains("aws_sqs_approximate_age_of_oldest_message{queue_name=\"work\"} 90.0")
        .contains("millrace_messages_to_dead_letter_queue_total{queue_name=\"dlq\"} 4.0")
        .contains("millrace_approximate_number_of_dead_letters{queue_name=\"dlq\"} 2.0");
  }

  @Test
  void queuesThatCannotBeAskedKeepTheirLevels() {
    boolean[] isAway = {false};
    QueueMetrics queues =
        new QueueMetrics(
            () -> {
              if (isAway[0]) {
                throw new IllegalStateException("away");
              }
              return List.of(new QueueState("work", 7, 0, 0, null, false, null));
            },
            meters);
    queues.poll();
    isAway[0] = true;

    queues.poll();

    assertThat(registry.scrape())
        .contains("aws_sqs_approximate_number_of_messages_visible{queue_name=\"work\"} 7.0");
  }
}
