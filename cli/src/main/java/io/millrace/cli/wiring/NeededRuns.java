package io.millrace.cli.wiring;

import io.millrace.local.sqs.StoredMessage;
import io.millrace.pipelines.stages.run.RunRetention;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which runs of stages stay however old they are: those that an execution works on or can be
/// redriven on, those that a message in a queue will work on, such as a dead letter, and those of
/// chains that this server does not know. One for each sweep; used by one thread.
final class NeededRuns {
  /// As many as a pipe tells apart by name.
  private static final int REDRIVES_MAX = 1_000;

  /// Where a chain's executions leave their errors.
  private static final String FAILURES = "failures";

  private static final String RUN_ID = "runId";
  private static final String EXECUTION_ARN = "executionArn";

  private final Set<String> stages;
  private final Function<String, Execution> executions;
  private final Supplier<Stream<StoredMessage>> messages;
  private @Nullable Set<String> named;

  /// What the executions of a name are good for.
  enum Execution {
    NONE,
    OVER,
    /// It runs, or can be redriven.
    NEEDED
  }

  /// @param stages of all chains known here whose outputs are in the bucket
  /// @param executions by name
  /// @param messages of all queues; asked once, when a run is old
  NeededRuns(
      Set<String> stages,
      Function<String, Execution> executions,
      Supplier<Stream<StoredMessage>> messages) {
    this.stages = Set.copyOf(stages);
    this.executions = executions;
    this.messages = messages;
  }

  boolean isNeeded(RunRetention.Run run) {
    return run.folders().stream().anyMatch(this::isUnknown)
        || hasExecution(run.id())
        || named().contains(run.id());
  }

  private boolean isUnknown(String folder) {
    return !folder.equals(FAILURES) && !stages.contains(folder);
  }

  /// A message that was put back has executions NAME-2, NAME-3 and so on ([StagePipes]). The first
  /// may be gone already.
  private boolean hasExecution(String run) {
    for (int number = 1; number <= REDRIVES_MAX; number++) {
      switch (executions.apply(number == 1 ? run : run + "-" + number)) {
        case NEEDED -> {
          return true;
        }
        case NONE -> {
          if (number > 1) {
            return false;
          }
        }
        case OVER -> {
          // Perhaps there is a later one.
        }
      }
    }
    return true;
  }

  private Set<String> named() {
    var known = named;
    if (known == null) {
      known = new HashSet<>();
      for (var message : (Iterable<StoredMessage>) messages.get()::iterator) {
        known.add(message.id());
        var run = message.attributes().get(RUN_ID);
        if (run != null) {
          known.add(run);
        }
        var execution = message.attributes().get(EXECUTION_ARN);
        if (execution != null) {
          var name = execution.substring(execution.lastIndexOf(':') + 1);
          known.add(name);
          known.add(name.replaceFirst("-[0-9]{1,4}$", ""));
        }
      }
      named = known;
    }
    return known;
  }
}
