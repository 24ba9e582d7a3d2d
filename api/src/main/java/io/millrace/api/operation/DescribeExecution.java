package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.asl.json.Payload;
import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.engine.map.MapRunIds;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// DescribeExecution; fields as recorded (api/test_describe_execution, base/test_state_fail).
final class DescribeExecution implements Operation {
  private final Executions executions;

  DescribeExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "DescribeExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String executionArn = request.text("executionArn", TextRule.ARN);
    boolean isDataWanted = IncludedData.isAll(request);
    request.check();

    ExecutionDescription execution = executions.describe(executionArn);

    Summary summary = execution.summary();
    answer.writeStringField("executionArn", summary.header().arn());
    answer.writeStringField("stateMachineArn", summary.header().stateMachineArn());
    answer.writeStringField("name", summary.header().name());
    answer.writeStringField("status", summary.status().name());
    Timestamps.write(answer, "startDate", summary.header().startMillis());
    if (summary.stopMillis() != null) {
      Timestamps.write(answer, "stopDate", summary.stopMillis());
    }
    if (isDataWanted) {
      writeData(execution, answer);
    }
    if (summary.header().child() != null) {
      answer.writeStringField("mapRunArn", MapRunIds.arn(summary.header()));
    }
    RedriveFields.write(answer, summary.redrives());
    RedriveFields.writeStatus(answer, executions, summary);
  }

  private static void writeData(ExecutionDescription execution, JsonGenerator answer)
      throws IOException {
    writePayload("input", "inputDetails", execution.input(), answer);
    Payload output = execution.output();
    if (output != null) {
      writePayload("output", "outputDetails", output, answer);
    }
    writeText("error", execution.error(), answer);
    writeText("cause", execution.cause(), answer);
  }

  private static void writePayload(
      String field, String detailsField, Payload payload, JsonGenerator answer) throws IOException {
    answer.writeStringField(field, payload.text());
    answer.writeObjectFieldStart(detailsField);
    answer.writeBooleanField("included", true);
    answer.writeEndObject();
  }

  private static void writeText(String field, @Nullable String value, JsonGenerator answer)
      throws IOException {
    if (value != null) {
      answer.writeStringField(field, value);
    }
  }
}
