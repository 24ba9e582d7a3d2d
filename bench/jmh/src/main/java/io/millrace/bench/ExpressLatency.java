package io.millrace.bench;

import io.millrace.api.ApiConfig;
import io.millrace.api.ApiServer;
import io.millrace.asl.model.Resource;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.activity.VolatileActivityStore;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/// How long Express executions of ten trivial Task states take, from the request to the answer.
///
/// Arguments: `--seconds N` for each figure (5), `--clients N` at the same time (16).
public final class ExpressLatency {
  private static final int STAGES = 10;
  private static final int WARM_UP_SECONDS = 3;

  private ExpressLatency() {}

  /// One execution, from the request to the answer.
  @FunctionalInterface
  private interface Execution {
    void run() throws IOException, InterruptedException;
  }

  public static void main(String[] arguments) throws InterruptedException {
    int seconds = option(arguments, "--seconds", 5);
    int clients = option(arguments, "--clients", 16);
    try (Millrace millrace = millrace();
        ApiServer api =
            ApiServer.start(
                ApiConfig.onPort(0),
                millrace.executions(),
                millrace.stateMachines(),
                millrace.activities(new VolatileActivityStore()));
        HttpClient http = HttpClient.newHttpClient()) {
      String machine = machine(millrace);
      Execution direct = () -> direct(millrace, machine);
      Execution overHttp = () -> overHttp(http, api.port(), machine);
      System.out.println("| path | clients | p50 ms | p99 ms | executions/s | stages/s |");
      System.out.println("|---|---:|---:|---:|---:|---:|");
      for (int count : new int[] {1, clients}) {
        measure("runtime", direct, count, seconds);
        measure("HTTP", overHttp, count, seconds);
      }
    }
  }

  private static void measure(String path, Execution execution, int clients, int seconds)
      throws InterruptedException {
    drive(execution, clients, WARM_UP_SECONDS);
    long[] nanos = drive(execution, clients, seconds);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.2f | %.2f | %,d | %,d |%n",
        path,
        clients,
        percentile(nanos, 50) / 1e6,
        percentile(nanos, 99) / 1e6,
        nanos.length / seconds,
        nanos.length / seconds * STAGES);
  }

  /// What each execution took, in order of length.
  private static long[] drive(Execution execution, int clients, int seconds)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    ConcurrentLinkedQueue<long[]> all = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        IntStream.range(0, clients)
            .mapToObj(_ -> Thread.ofVirtual().start(() -> all.add(client(execution, end))))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    if (all.size() < clients) {
      throw new IllegalStateException("a client failed; its trace is above");
    }
    return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private static long[] client(Execution execution, long endNanos) {
    long[] took = new long[1_024];
    int count = 0;
    try {
      while (System.nanoTime() < endNanos) {
        long begin = System.nanoTime();
        execution.run();
        if (count == took.length) {
          took = Arrays.copyOf(took, count * 2);
        }
        took[count++] = System.nanoTime() - begin;
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Arrays.copyOf(took, count);
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[(int) ((sorted.length - 1L) * percent / 100)];
  }

  private static void direct(Millrace millrace, String machine) {
    var outcome = millrace.executions().startSync(machine, null, "{\"runId\":\"r\"}");
    if (outcome.status() != ExecutionStatus.SUCCEEDED) {
      throw new IllegalStateException("ended " + outcome);
    }
  }

  private static void overHttp(HttpClient http, int port, String machine)
      throws IOException, InterruptedException {
    String body =
        "{\"stateMachineArn\":\"" + machine + "\",\"input\":\"{\\\"runId\\\":\\\"r\\\"}\"}";
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AWSStepFunctions.StartSyncExecution")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().contains("\"SUCCEEDED\"")) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  private static Millrace millrace() {
    InMemoryJournal journal = new InMemoryJournal();
    return Millrace.start(
        RuntimeConfig.standard(),
        new Millrace.Parts(
            journal,
            journal,
            new VolatileStateMachineStore(_ -> false),
            List.of(new AtOnce()),
            new HmacTaskTokens(new byte[32]),
            Clock.systemUTC(),
            reason -> {
              throw new IllegalStateException(reason);
            }));
  }

  private static String machine(Millrace millrace) {
    StringBuilder states = new StringBuilder();
    for (int i = 1; i <= STAGES; i++) {
      states.append(
          """
          %s"Stage%d":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
            "Arguments":{"FunctionName":"stage","Payload":{"stage":%d,"runId":"{%% $states.input.runId %%}"}},
            "Output":{"runId":"{%% $states.input.runId %%}"},"TimeoutSeconds":20,%s}
          """
              .formatted(
                  i == 1 ? "" : ",",
                  i,
                  i,
                  i == STAGES ? "\"End\":true" : "\"Next\":\"Stage" + (i + 1) + "\""));
    }
    String definition =
        "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"Stage1\",\"States\":{" + states + "}}";
    return millrace
        .stateMachines()
        .create(
            "chain",
            StateMachine.Type.EXPRESS,
            new MachineSettings(definition, "arn:aws:iam::000000000000:role/r", null, null, null),
            Map.of())
        .arn();
  }

  /// Answers with what it was given.
  private static final class AtOnce implements Connector {
    @Override
    public boolean handles(Resource resource) {
      return true;
    }

    @Override
    public TaskOutcome carryOut(TaskAttempt attempt) {
      return new TaskOutcome.Succeeded(attempt.parameters());
    }
  }

  private static int option(String[] arguments, String name, int usual) {
    int at = Arrays.asList(arguments).indexOf(name);
    return at < 0 ? usual : Integer.parseInt(arguments[at + 1]);
  }
}
