package io.millrace.cli.wiring;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage;
import io.millrace.pipelines.stages.run.RunRetention;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import io.millrace.runtime.retention.EndedExecutions;
import io.millrace.runtime.retention.ExecutionRetention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what is old once a day, and soon after each start: executions, and the objects of runs.
final class Retaining implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retaining.class);

  /// Not while everything that was in flight is taken up again.
  private static final Duration FIRST = Duration.ofMinutes(1);

  private static final Duration EVERY = Duration.ofDays(1);

  private static final int PAGE = 1_000;

  private final ExecutionRetention executions;
  private final Supplier<List<RunRetention>> runs;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("millrace-retention").factory());

  private Retaining(
      ExecutionRetention executions, Supplier<List<RunRetention>> runs, InstantSource clock) {
    this.executions = executions;
    this.runs = runs;
    this.clock = clock;
  }

  /// @param stages whose runs are looked at as well, or null
  static Retaining start(
      RetentionOptions options,
      EndedExecutions ended,
      @Nullable StagesParts stages,
      Millrace engine) {
    var retaining =
        new Retaining(
            new ExecutionRetention(ended, options.executions()),
            () -> stages == null ? List.of() : runs(options, stages, engine),
            InstantSource.system());
    var _ =
        retaining.timer.scheduleWithFixedDelay(
            retaining::sweep, FIRST.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return retaining;
  }

  private static List<RunRetention> runs(
      RetentionOptions options, StagesParts stages, Millrace engine) {
    var chains = stages.options().chains();
    var machines = standardMachines(engine.stateMachines());
    return chains.stream()
        .map(Chain::bucket)
        .distinct()
        .map(
            bucket -> {
              var needed =
                  new NeededRuns(
                      chains.stream()
                          .filter(chain -> chain.bucket().equals(bucket))
                          .flatMap(chain -> chain.stages().stream())
                          .map(ChainStage::name)
                          .collect(Collectors.toSet()),
                      run -> executions(engine.executions(), machines, run),
                      stages::messages);
              return new RunRetention(stages.store(), bucket, options.runs(), needed::isNeeded);
            })
        .toList();
  }

  /// Also of chains that were served here before.
  private static Set<String> standardMachines(StateMachines machines) {
    var names = new HashSet<String>();
    @Nullable String last = null;
    for (var page = machines.list(last, PAGE); !page.isEmpty(); page = machines.list(last, PAGE)) {
      page.stream()
          .filter(machine -> machine.type() == StateMachine.Type.STANDARD)
          .forEach(machine -> names.add(machine.name()));
      last = page.getLast().name();
    }
    return names;
  }

  /// Standard executions of this name. An Express one ends sooner than a run gets old.
  private static NeededRuns.Execution executions(
      Executions executions, Set<String> machines, String name) {
    var found = NeededRuns.Execution.NONE;
    for (var machine : machines) {
      var arn = RuntimeConfig.standard().arns().execution(machine, name);
      try {
        var execution = executions.describe(arn).summary();
        if (execution.status() == ExecutionStatus.RUNNING
            || executions.redriveProblem(execution) == null) {
          return NeededRuns.Execution.NEEDED;
        }
        found = NeededRuns.Execution.OVER;
      } catch (RefusedException e) {
        // Also a run whose id is no execution's name.
        if (!(e.refusal() instanceof Refusal.ExecutionDoesNotExist
            || e.refusal() instanceof Refusal.InvalidArn)) {
          throw e;
        }
      }
    }
    return found;
  }

  /// Never throws: the next day tries again.
  void sweep() {
    try {
      long gone = executions.sweep(clock.instant());
      var swept = RunRetention.Swept.NOTHING;
      for (var bucket : runs.get()) {
        swept = swept.and(bucket.sweep(clock.instant()));
      }
      if (gone > 0 || swept.runs() > 0) {
        LOG.atInfo()
            .addKeyValue("executions", gone)
            .addKeyValue("runs", swept.runs())
            .addKeyValue("objects", swept.objects())
            .addKeyValue("bytes", swept.bytes())
            .log("What was too old is deleted");
      }
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .log("Not all that is too old could be deleted; tried again in a day");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
