package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.execution.Executions;

/// SendTaskHeartbeat; the answer is empty.
final class SendTaskHeartbeat implements Operation {
  private final Executions executions;

  SendTaskHeartbeat(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "SendTaskHeartbeat";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String taskToken = request.text("taskToken", TextRule.TASK_TOKEN);
    request.check();

    executions.taskHeartbeat(taskToken);
  }
}
