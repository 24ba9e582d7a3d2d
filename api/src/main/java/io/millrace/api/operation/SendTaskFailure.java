package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.execution.Executions;

/// SendTaskFailure; the answer is empty.
final class SendTaskFailure implements Operation {
  private final Executions executions;

  SendTaskFailure(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "SendTaskFailure";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String taskToken = request.text("taskToken", TextRule.TASK_TOKEN);
    String error = request.optionalText("error", TextRule.ERROR);
    String cause = request.optionalText("cause", TextRule.CAUSE);
    request.check();

    executions.taskFailed(taskToken, error, cause);
  }
}
