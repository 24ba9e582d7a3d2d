package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.execution.ChildOf;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunStore.ChildSummary;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// ListExecutions of a Map Run: its children, the last one first (API reference, ListExecutions:
/// `mapRunArn` and `itemCount` are there for children only).
final class ChildExecutions {
  private final Executions executions;
  private final String mapRunArn;

  ChildExecutions(Executions executions, String mapRunArn) {
    this.executions = executions;
    this.mapRunArn = mapRunArn;
  }

  void answer(
      @Nullable String status,
      @Nullable String redrive,
      @Nullable String token,
      int pageSize,
      JsonGenerator answer)
      throws IOException {
    String listing = "ListExecutions " + mapRunArn + " " + status + " " + redrive;
    int before =
        token == null ? Integer.MAX_VALUE : PageToken.cursor(listing, token, Integer::valueOf);
    List<ChildSummary> found =
        executions
            .mapRuns()
            .children(
                mapRunArn,
                status == null ? null : ExecutionStatus.valueOf(status),
                redrive == null ? null : redrive.equals("REDRIVEN"),
                before,
                pageSize + 1);

    List<ChildSummary> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("executions");
    for (ChildSummary child : page) {
      write(child, answer);
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      String last = Integer.toString(childOf(page.getLast()).index());
      answer.writeStringField("nextToken", PageToken.of(listing, last));
    }
  }

  private void write(ChildSummary child, JsonGenerator answer) throws IOException {
    ExecutionHeader header = child.header();
    answer.writeStartObject();
    answer.writeStringField("executionArn", header.arn());
    answer.writeStringField("stateMachineArn", header.stateMachineArn());
    answer.writeStringField("name", header.name());
    answer.writeStringField("status", child.status().name());
    Timestamps.write(answer, "startDate", header.startMillis());
    if (child.stopMillis() != null) {
      Timestamps.write(answer, "stopDate", child.stopMillis());
    }
    answer.writeStringField("mapRunArn", mapRunArn);
    answer.writeNumberField("itemCount", childOf(child).itemCount());
    RedriveFields.write(answer, child.redrives());
    answer.writeEndObject();
  }

  private static ChildOf childOf(ChildSummary child) {
    return Objects.requireNonNull(child.header().child());
  }
}
