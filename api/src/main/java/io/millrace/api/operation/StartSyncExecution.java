package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.asl.json.Payload;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.express.ExpressOutcome;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// StartSyncExecution: the answer comes when the execution has ended, and is 200 also when it
/// failed. Fields as recorded (express/test_base, express/test_catch); `traceHeader` is given back
/// and not used otherwise: nothing here traces yet.
final class StartSyncExecution implements Operation {
  private final Executions executions;

  StartSyncExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "StartSyncExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    String name = request.optionalText("name", TextRule.NAME);
    String input = request.optionalText("input", TextRule.DATA);
    String traceHeader = request.optionalText("traceHeader", TextRule.TRACE_HEADER);
    boolean isDataWanted = IncludedData.isAll(request);
    request.check();

    ExpressOutcome outcome =
        executions.startSync(stateMachineArn, name, input == null ? "{}" : input);

    answer.writeStringField("executionArn", outcome.header().arn());
    answer.writeStringField("stateMachineArn", outcome.header().stateMachineArn());
    answer.writeStringField("name", outcome.header().name());
    Timestamps.write(answer, "startDate", outcome.header().startMillis());
    Timestamps.write(answer, "stopDate", outcome.stopMillis());
    answer.writeStringField("status", outcome.status().name());
    if (isDataWanted) {
      writeText("error", outcome.error(), answer);
      writeText("cause", outcome.cause(), answer);
      writePayload("input", "inputDetails", outcome.input(), answer);
      Payload output = outcome.output();
      if (output != null) {
        writePayload("output", "outputDetails", output, answer);
      }
    }
    writeText("traceHeader", traceHeader, answer);
    answer.writeObjectFieldStart("billingDetails");
    answer.writeNumberField("billedMemoryUsedInMB", outcome.billedMemoryMegabytes());
    answer.writeNumberField("billedDurationInMilliseconds", outcome.billedDurationMillis());
    answer.writeEndObject();
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
