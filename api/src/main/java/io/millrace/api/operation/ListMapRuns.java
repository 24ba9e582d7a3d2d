package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.map.MapRunRow;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// ListMapRuns of an execution, the latest first.
final class ListMapRuns implements Operation {
  private final Executions executions;

  ListMapRuns(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "ListMapRuns";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String executionArn = request.text("executionArn", TextRule.ARN);
    String token = request.optionalText("nextToken", TextRule.PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    String listing = name() + " " + executionArn;
    UUID after = token == null ? null : PageToken.cursor(listing, token, UUID::fromString);

    UUID execution = executions.describe(executionArn).summary().header().id();
    List<MapRunRow> found = executions.mapRuns().ofExecution(execution, after, pageSize + 1);

    List<MapRunRow> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("mapRuns");
    for (MapRunRow run : page) {
      answer.writeStartObject();
      answer.writeStringField("executionArn", run.parentArn());
      answer.writeStringField("mapRunArn", run.arn());
      answer.writeStringField("stateMachineArn", run.stateMachineArn());
      Timestamps.write(answer, "startDate", run.startMillis());
      if (run.stopMillis() != null) {
        Timestamps.write(answer, "stopDate", run.stopMillis());
      }
      answer.writeEndObject();
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      answer.writeStringField("nextToken", PageToken.of(listing, page.getLast().id().toString()));
    }
  }
}
