package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.ApiError;
import io.millrace.api.protocol.ApiException;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// ListExecutions of a state machine, the latest first.
final class ListExecutions implements Operation {
  // In the order of AWS's message (recorded: api/test_state_machine_status_filter).
  private static final List<String> STATUSES =
      List.of("SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING");

  private final Executions executions;

  ListExecutions(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "ListExecutions";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.optionalText("stateMachineArn", TextRule.ARN);
    String mapRunArn = request.optionalText("mapRunArn", TextRule.LONG_ARN);
    String status = request.optionalWord("statusFilter", STATUSES);
    String redrive = request.optionalWord("redriveFilter", List.of("REDRIVEN", "NOT_REDRIVEN"));
    String token = request.optionalText("nextToken", TextRule.EXECUTIONS_PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    if (mapRunArn != null && stateMachineArn == null) {
      new ChildExecutions(executions, mapRunArn).answer(status, redrive, token, pageSize, answer);
      return;
    }
    String machine = machine(stateMachineArn, mapRunArn, status, redrive);
    String listing = "ListExecutions " + machine + " " + status;
    UUID after = token == null ? null : PageToken.cursor(listing, token, UUID::fromString);

    // One more than the page holds tells whether there is a next page.
    List<Summary> found =
        executions.list(
            machine, status == null ? null : ExecutionStatus.valueOf(status), after, pageSize + 1);

    List<Summary> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("executions");
    for (Summary execution : page) {
      write(execution, answer);
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      String last = page.getLast().header().id().toString();
      answer.writeStringField("nextToken", PageToken.of(listing, last));
    }
  }

  private static String machine(
      @Nullable String stateMachineArn,
      @Nullable String mapRunArn,
      @Nullable String status,
      @Nullable String redrive) {
    if ((stateMachineArn == null) == (mapRunArn == null)) {
      throw new ApiException(
          ApiError.validation("Must provide exactly one of stateMachineArn and mapRunArn"));
    }
    if (redrive != null || "PENDING_REDRIVE".equals(status)) {
      throw new ApiException(
          ApiError.validation(
              "redriveFilter and the statusFilter PENDING_REDRIVE need a mapRunArn"));
    }
    return Objects.requireNonNull(stateMachineArn);
  }

  private static void write(Summary execution, JsonGenerator answer) throws IOException {
    answer.writeStartObject();
    answer.writeStringField("executionArn", execution.header().arn());
    answer.writeStringField("stateMachineArn", execution.header().stateMachineArn());
    answer.writeStringField("name", execution.header().name());
    answer.writeStringField("status", execution.status().name());
    Timestamps.write(answer, "startDate", execution.header().startMillis());
    if (execution.stopMillis() != null) {
      Timestamps.write(answer, "stopDate", execution.stopMillis());
    }
    RedriveFields.write(answer, execution.redrives());
    answer.writeEndObject();
  }
}
