package io.millrace.cli.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachine;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Starts the execution that makes a book, or goes on with the one that was cut off.
final class BookExecutions {
  private static final int UNFINISHED_MAX = 1_000;
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Executions executions;

  BookExecutions(Executions executions) {
    this.executions = executions;
  }

  /// @param id of the execution, which begins the idempotency key of each of its attempts
  /// @param resumed whether it had been started by an earlier command
  record Current(String arn, UUID id, boolean resumed) {}

  /// Goes on with the unfinished execution of this book that was asked for in the same way, else
  /// starts one; finished work is found by the handlers either way.
  ///
  /// Other unfinished ones of the same book are stopped first: two would write the same rows and
  /// objects. A dry run writes nothing and stops nothing. Executions of other books stay as they
  /// are; the command that asked for them goes on with them.
  Current startOrResume(StateMachine machine, String bookId, String input, Instant now) {
    JsonNode wanted = comparable(input);
    boolean dryRun = wanted.path("dryRun").asBoolean();
    Optional<Summary> same = Optional.empty();
    for (Summary unfinished : unfinished(machine)) {
      String arn = unfinished.header().arn();
      JsonNode other = comparable(executions.describe(arn).input().text());
      if (same.isEmpty() && other.equals(wanted)) {
        same = Optional.of(unfinished);
      } else if (!dryRun && other.path("bookId").asText().equals(bookId)) {
        executions.stop(arn, "Mill.Superseded", "Another run was asked for before this one ended.");
      }
    }
    return same.map(it -> new Current(it.header().arn(), it.header().id(), true))
        .orElseGet(() -> start(machine, bookId, input, now));
  }

  /// Starts a new execution.
  Current start(StateMachine machine, String bookId, String input, Instant now) {
    String arn =
        executions.start(machine.arn(), bookId + "-" + NAME_TIME.format(now), input).executionArn();
    return new Current(arn, executions.describe(arn).summary().header().id(), false);
  }

  /// What makes two runs the same: all but how much of this machine they may use.
  private static JsonNode comparable(String input) {
    try {
      return Json.parse(input) instanceof ObjectNode object
          ? object.without("limits")
          : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an execution's input is not JSON: " + input, e);
    }
  }

  private List<Summary> unfinished(StateMachine machine) {
    return executions.list(machine.arn(), ExecutionStatus.RUNNING, null, UNFINISHED_MAX);
  }
}
