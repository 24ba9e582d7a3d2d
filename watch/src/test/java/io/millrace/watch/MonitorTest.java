package io.millrace.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.asl.model.Resource;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.map.ObjectStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.ScriptedConnector;
import io.millrace.testkit.SettableClock;
import io.millrace.watch.alarm.AlarmFile;
import io.millrace.watch.alarm.delivery.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An engine and its monitor: what histories say, Prometheus reads.
class MonitorTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
  private static final String MACHINE =
      "state_machine_arn=\"arn:aws:states:us-east-1:000000000000:stateMachine:m\"";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private InMemoryJournal journal = new InMemoryJournal();
  private final VolatileStateMachineStore machines = new VolatileStateMachineStore(_ -> false);
  private ScriptedConnector connector = new ScriptedConnector(this::play);
  private Monitor monitor = monitor();
  private Millrace engine = boot();
  private final CountDownLatch called = new CountDownLatch(1);
  private volatile boolean hangs;

  private Monitor monitor() {
    return new Monitor(clock, AlarmFile.ofStages(_ -> null), new Delivery(List.of(), _ -> {}));
  }

  private Millrace boot() {
    return Millrace.start(
        RuntimeConfig.standard(),
        new Millrace.Parts(
            journal,
            journal,
            machines,
            List.of(connector),
            ObjectStore.NONE,
            new HmacTaskTokens(new byte[32]),
            clock,
            monitor.listener(),
            _ -> {}));
  }

  private TaskOutcome play(TaskAttempt attempt) throws InterruptedException {
    String input = attempt.parameters().text();
    if (attempt.resource() instanceof Resource.LambdaFunction && input.contains("slow down")) {
      return new TaskOutcome.Failed("Lambda.TooManyRequestsException", null);
    }
    if (input.contains("fail")) {
      return new TaskOutcome.Failed("Broken", null);
    }
    if (hangs) {
      called.countDown();
      new CountDownLatch(1).await();
    }
    clock.advance(Duration.ofMillis(700));
    return new TaskOutcome.Succeeded(attempt.parameters());
  }

  @AfterEach
  void close() {
    engine.close();
    monitor.close();
  }

  private String machine(String resource, String more) {
    return engine
        .stateMachines()
        .create(
            "m",
            StateMachine.Type.STANDARD,
            new MachineSettings(
                "{\"StartAt\":\"Stage1\",\"States\":{\"Stage1\":{\"Type\":\"Task\",\"Resource\":\"%s\",\"End\":true%s}}}"
                    .formatted(resource, more),
                "arn:aws:iam::000000000000:role/r",
                null,
                null,
                null),
            Map.of())
        .arn();
  }

  private void run(String machine, String input) {
    engine.executions().start(machine, null, input);
  }

  @Test
  void executionsAndTheirLambdaFunctionAreCountedAndTimed() {
    String machine = machine(FUNCTION, "");
    run(machine, "{}");
    untilShown("aws_states_executions_succeeded_total{" + MACHINE + "} 1.0");
    run(machine, "{\"fail\":true}");
    untilShown("aws_states_executions_failed_total{" + MACHINE + "} 1.0");

    String function = "lambda_function_arn=\"" + FUNCTION + "\"";
    assertShown(
        "aws_states_executions_started_total{" + MACHINE + "} 2.0",
        "aws_states_execution_time_seconds_sum{" + MACHINE + "} 0.7",
        "aws_states_execution_time_seconds_bucket{" + MACHINE + ",le=\"1.0\"} 2",
        "aws_states_lambda_functions_scheduled_total{" + function + "} 2.0",
        "aws_states_lambda_functions_started_total{" + function + "} 2.0",
        "aws_states_lambda_functions_succeeded_total{" + function + "} 1.0",
        "aws_states_lambda_functions_failed_total{" + function + "} 1.0",
        "aws_states_lambda_function_run_time_seconds_sum{" + function + "} 0.7",
        "aws_lambda_invocations_total{" + MACHINE + ",state_name=\"Stage1\"} 2.0",
        "aws_lambda_errors_total{" + MACHINE + ",state_name=\"Stage1\"} 1.0",
        "aws_lambda_throttles_total{" + MACHINE + ",state_name=\"Stage1\"} 0.0",
        "aws_lambda_duration_seconds_count{" + MACHINE + ",state_name=\"Stage1\"} 2",
        "aws_lambda_concurrent_executions{" + MACHINE + ",state_name=\"Stage1\"} 0.0");
  }

  @Test
  void everyRetryCountsAndThrottlesAreNoErrors() {
    run(
        machine(
            FUNCTION,
            ",\"Retry\":[{\"ErrorEquals\":[\"States.ALL\"],\"IntervalSeconds\":1,\"MaxAttempts\":2}]"),
        "{\"slow down\":true}");
    String throttles = "aws_lambda_throttles_total{" + MACHINE + ",state_name=\"Stage1\"} ";
    for (int attempt = 1; attempt <= 3; attempt++) {
      untilShown(throttles + attempt);
      clock.advance(Duration.ofSeconds(10));
      engine.tick();
    }
    untilShown("aws_states_executions_failed_total{" + MACHINE + "} 1.0");

    assertShown("aws_lambda_errors_total{" + MACHINE + ",state_name=\"Stage1\"} 0.0");
  }

  @Test
  void aServiceIntegrationIsCountedUnderItsResource() {
    run(
        machine(
            "arn:aws:states:::sqs:sendMessage",
            ",\"Parameters\":{\"QueueUrl\":\"q\",\"MessageBody\":\"fail\"}"),
        "{}");
    untilShown("aws_states_executions_failed_total{" + MACHINE + "} 1.0");

    String resource = "service_integration_resource_arn=\"arn:aws:states:::sqs:sendMessage\"";
    assertShown(
        "aws_states_service_integrations_scheduled_total{" + resource + "} 1.0",
        "aws_states_service_integrations_failed_total{" + resource + "} 1.0",
        "aws_lambda_errors_total{" + MACHINE + ",state_name=\"Stage1\"} 1.0");
  }

  @Test
  void whatARestartDispatchesAgainIsKnownByItsStateAndEndsOnce() throws InterruptedException {
    String machine = machine(FUNCTION, "");
    hangs = true;
    run(machine, "{}");
    assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
    untilShown("aws_lambda_concurrent_executions{" + MACHINE + ",state_name=\"Stage1\"} 1.0");

    hangs = false;
    InMemoryJournal next = journal.takeOver();
    Millrace killed = engine;
    Monitor before = monitor;
    journal = next;
    monitor = monitor();
    killed.close();
    before.close();
    engine = boot();
    untilShown("aws_states_executions_succeeded_total{" + MACHINE + "} 1.0");

    assertShown(
        "aws_states_executions_started_total{" + MACHINE + "} 0.0",
        "aws_states_lambda_functions_succeeded_total{lambda_function_arn=\"" + FUNCTION + "\"} 1.0",
        "aws_lambda_invocations_total{" + MACHINE + ",state_name=\"Stage1\"} 1.0",
        "aws_lambda_concurrent_executions{" + MACHINE + ",state_name=\"Stage1\"} 0.0");
    assertThat(monitor.scrape())
        .as("since when it waited is not known any more")
        .doesNotContain("aws_states_lambda_function_time_seconds_count");
  }

  @Test
  void aStoppedExecutionIsAbortedAndItsTaskRunsNoMore() throws InterruptedException {
    String machine = machine(FUNCTION, "");
    hangs = true;
    String arn = engine.executions().start(machine, null, "{}").executionArn();
    assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();

    engine.executions().stop(arn, null, null);
    untilShown("aws_states_executions_aborted_total{" + MACHINE + "} 1.0");

    assertShown("aws_lambda_concurrent_executions{" + MACHINE + ",state_name=\"Stage1\"} 0.0");
  }

  @Test
  void metricsAlarmsAndHealthAreServedOnLoopback() throws Exception {
    monitor.serve(0, engine::statistics, engine.executions()::halted);
    run(machine(FUNCTION, ""), "{}");
    untilShown("aws_states_executions_succeeded_total{" + MACHINE + "} 1.0");

    assertThat(get("/metrics"))
        .startsWith("200 text/plain; version=0.0.4")
        .contains("# TYPE aws_states_executions_started_total counter")
        .contains("jvm_memory_used_bytes")
        .contains("millrace_tasks_running 0.0");
    assertThat(get("/alarms"))
        .startsWith("200 application/json")
        .contains("\"alarmName\" : \"StagesDeadLetters\"");
    assertThat(get("/health")).startsWith("200").endsWith("OK\n");
    assertThat(get("/metrics/x")).startsWith("404");
    assertThat(get("/")).startsWith("404");
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> monitor.serve(taken.getLocalPort(), engine::statistics, () -> null))
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  private String get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + monitor.port() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode()
          + " "
          + answer.headers().firstValue("content-type").orElse("")
          + "\n"
          + answer.body();
    }
  }

  private void assertShown(String... lines) {
    assertThat(monitor.scrape()).contains(lines);
  }

  /// Other threads work meanwhile.
  private void untilShown(String line) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!monitor.scrape().contains(line)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never shown: " + line + "\n" + monitor.scrape());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
