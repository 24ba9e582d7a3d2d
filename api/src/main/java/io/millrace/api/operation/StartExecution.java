package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;

/// StartExecution. `traceHeader` is checked and not used: nothing here traces yet.
final class StartExecution implements Operation {
  private final Executions executions;

  StartExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "StartExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    String name = request.optionalText("name", TextRule.NAME);
    String input = request.optionalText("input", TextRule.DATA);
    request.optionalText("traceHeader", TextRule.TRACE_HEADER);
    request.check();

    var started = executions.start(stateMachineArn, name, input == null ? "{}" : input);

    answer.writeStringField("executionArn", started.executionArn());
    Timestamps.write(answer, "startDate", started.startMillis());
  }
}
