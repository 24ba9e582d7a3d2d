package io.millrace.pipelines.stages;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainReader;
import io.millrace.runtime.machine.StateMachine;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How long an Express execution of ten stages takes that do nothing but hand one record on: the
/// engine, the Lambda host, and three requests to S3 that read and two that are flushed to the disk
/// for each stage. Run by `bench/stages`.
final class ChainLatency {
  private static final int STAGES = 10;
  private static final int EXECUTIONS_IN_A_ROUND = 20;

  private static final AtomicInteger RUNS = new AtomicInteger();

  private ChainLatency() {}

  /// Hands its record on.
  public static final class Pass extends Kit.Copy {}

  private static Chain chain() {
    return ChainReader.read(
        IntStream.rangeClosed(1, STAGES)
            .mapToObj(
                number ->
                    "  - {name: Stage%d, handler: %s}".formatted(number, Pass.class.getName()))
            .collect(
                Collectors.joining(
                    "\n",
                    "chain: trivial\ntype: EXPRESS\nbucket: " + TestS3.BUCKET + "\nstages:\n",
                    "\n")));
  }

  static void report(int rounds) {
    try (var world = new ChainWorld(chain(), StateMachine.Type.EXPRESS, handler -> handler)) {
      run(world, rounds * EXECUTIONS_IN_A_ROUND); // warm
      System.out.printf("Express executions of %d stages, a record each%n", STAGES);
      for (var clients : new int[] {1, 8}) {
        var begin = System.nanoTime();
        var nanos = together(clients, () -> run(world, rounds * EXECUTIONS_IN_A_ROUND));
        var seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%d at a time: p50 %.1f ms  p99 %.1f ms  %.0f stages/s%n",
            clients,
            percentile(nanos, 50),
            percentile(nanos, 99),
            nanos.length * STAGES / seconds);
      }
    }
  }

  /// All times, sorted.
  private static long[] together(int clients, Supplier<long[]> work) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return IntStream.range(0, clients)
          .mapToObj(_ -> CompletableFuture.supplyAsync(work, threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .flatMapToLong(Arrays::stream)
          .sorted()
          .toArray();
    }
  }

  private static long[] run(ChainWorld world, int executions) {
    var nanos = new long[executions];
    for (var i = 0; i < executions; i++) {
      var name = "latency-" + RUNS.incrementAndGet();
      var begin = System.nanoTime();
      var outcome =
          world.runExpress(
              name, "{\"initialData\":" + "{\"id\":%d,\"text\":\"one\"}".formatted(i) + "}");
      nanos[i] = System.nanoTime() - begin;
      if (outcome.status() != ExecutionStatus.SUCCEEDED) {
        throw new IllegalStateException(name + " ended " + outcome);
      }
    }
    return nanos;
  }

  private static double percentile(long[] sorted, int percent) {
    return sorted[(int) ((sorted.length - 1L) * percent / 100)] / 1e6;
  }
}
