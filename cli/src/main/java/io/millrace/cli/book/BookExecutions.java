package io.millrace.cli.book;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Starts the execution that makes a book, or goes on with the one that was cut off.
final class BookExecutions {
  private static final int UNFINISHED_MAX = 1_000;
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Executions executions;

  BookExecutions(Executions executions) {
    this.executions = executions;
  }

  /// @param resumed whether it had been started by an earlier command
  record Current(String arn, boolean resumed) {}

  /// Goes on with the unfinished execution that has exactly this input, else starts one; finished
  /// work is found by the handlers either way. Other unfinished ones are stopped first: they would
  /// work on something nobody asked for now, and cost money where a provider does.
  Current startOrResume(StateMachine machine, String bookId, String input, Instant now) {
    Optional<Summary> same = Optional.empty();
    for (Summary unfinished : unfinished(machine)) {
      String arn = unfinished.header().arn();
      if (same.isEmpty() && executions.describe(arn).input().text().equals(input)) {
        same = Optional.of(unfinished);
      } else {
        executions.stop(arn, "Mill.Superseded", "Another run was asked for before this one ended.");
      }
    }
    return same.map(it -> new Current(it.header().arn(), true))
        .orElseGet(
            () ->
                new Current(
                    executions
                        .start(machine.arn(), bookId + "-" + NAME_TIME.format(now), input)
                        .executionArn(),
                    false));
  }

  private List<Summary> unfinished(StateMachine machine) {
    return executions.list(machine.arn(), ExecutionStatus.RUNNING, null, UNFINISHED_MAX);
  }
}
