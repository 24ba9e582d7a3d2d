package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;

/// StopExecution.
final class StopExecution implements Operation {
  private final Executions executions;

  StopExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "StopExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String executionArn = request.text("executionArn", TextRule.ARN);
    String error = request.optionalText("error", TextRule.ERROR);
    String cause = request.optionalText("cause", TextRule.CAUSE);
    request.check();

    long stopMillis = executions.stop(executionArn, error, cause);

    Timestamps.write(answer, "stopDate", stopMillis);
  }
}
