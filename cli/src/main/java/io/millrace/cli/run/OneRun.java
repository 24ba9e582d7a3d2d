package io.millrace.cli.run;

import io.millrace.cli.ExitCode;
import io.millrace.cli.StopSignal;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.machine.MachineChanges;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One execution, from its start until it has ended or nobody waits for it any more.
final class OneRun {
  private static final String ROLE_ARN = "arn:aws:iam::000000000000:role/millrace";
  private static final int PAGE = 1000;

  /// How often the execution is looked at: often where waits are skipped, because each look may
  /// skip one.
  private static final Duration LOOK = Duration.ofMillis(2);

  private final RunEngine engine;
  private final String executionArn;

  /// Whether the name was taken by an execution that has ended, or has another input.
  private boolean isOld;

  OneRun(
      RunEngine engine,
      String machineName,
      String definition,
      String input,
      @Nullable String name) {
    this.engine = engine;
    String machine = register(engine.machines(), machineName, definition).arn();
    this.executionArn = start(machine, name, input);
    engine.letTasksRunOf(executionArn);
  }

  /// Starts it; of a name that was used before, that execution is what there is to see.
  private String start(String machine, @Nullable String name, String input) {
    try {
      return engine.executions().start(machine, name, input).executionArn();
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.ExecutionAlreadyExists(String arn)) {
        isOld = true;
        return arn;
      }
      throw e;
    }
  }

  /// A state machine's name after its file: `nightly.asl.json` is `nightly`.
  static String machineName(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    String stem = (dot < 1 ? name : name.substring(0, dot)).replaceAll("[^A-Za-z0-9_-]", "-");
    return stem.substring(0, Math.min(80, stem.length()));
  }

  private static StateMachine register(StateMachines machines, String name, String definition) {
    var settings = new MachineSettings(definition, ROLE_ARN, null, null, null);
    try {
      return machines.create(name, StateMachine.Type.STANDARD, settings, Map.of());
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.StateMachineAlreadyExists(String arn)) {
        return machines.update(arn, new MachineChanges(definition, ROLE_ARN, null, null, null));
      }
      throw e;
    }
  }

  /// Waits for the end.
  ///
  /// @return the exit code that says how it went
  int follow(@Nullable Duration limit, StopSignal stop, Consumer<String> tell)
      throws InterruptedException {
    if (isOld) {
      tell.accept(
          "this name was used before, with another input or until its end: here is that execution."
              + " Another --name starts a new one.");
    }
    long end = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
    while (true) {
      ExecutionStatus status = status();
      if (status.isTerminal()) {
        return code(status);
      }
      if (stop.await(LOOK)) {
        tell.accept("interrupted; the execution is " + executionArn);
        return ExitCode.INTERRUPTED;
      }
      if (limit != null && System.nanoTime() - end > 0) {
        engine
            .executions()
            .stop(executionArn, "Millrace.RunTimeout", "--timeout stopped it after " + limit);
        tell.accept("--timeout stopped it");
        return RunCommand.TIMED_OUT;
      }
      // Asked in this order: an execution that ended meanwhile is not stuck.
      if (engine.isStuck() && !status().isTerminal()) {
        tell.accept(
            "it waits for a task token that nobody can report on. Mock the state with --mock, or"
                + " serve the API with --port.");
        return RunCommand.STOPPED;
      }
      engine.skipWaits();
    }
  }

  private ExecutionStatus status() {
    return engine.executions().describe(executionArn).summary().status();
  }

  private static int code(ExecutionStatus status) {
    return switch (status) {
      case SUCCEEDED -> ExitCode.OK;
      case FAILED -> ExitCode.FAILED;
      case TIMED_OUT -> RunCommand.TIMED_OUT;
      case ABORTED, RUNNING, PENDING_REDRIVE -> RunCommand.STOPPED;
    };
  }

  /// The whole history so far.
  List<HistoryEvent> history() {
    List<HistoryEvent> all = new ArrayList<>();
    List<HistoryEvent> page;
    do {
      page = engine.executions().history(executionArn, all.size() + 1L, false, PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }
}
