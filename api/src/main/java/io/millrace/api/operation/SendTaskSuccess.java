package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.execution.Executions;

/// SendTaskSuccess; the answer is empty.
final class SendTaskSuccess implements Operation {
  private final Executions executions;

  SendTaskSuccess(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "SendTaskSuccess";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String taskToken = request.text("taskToken", TextRule.TASK_TOKEN);
    String output = request.text("output", TextRule.DATA);
    request.check();

    executions.taskSucceeded(taskToken, output);
  }
}
