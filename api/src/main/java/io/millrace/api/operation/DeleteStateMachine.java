package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.StateMachines;

/// DeleteStateMachine; deleting one that is not there succeeds, and the answer is empty.
final class DeleteStateMachine implements Operation {
  private final StateMachines machines;

  DeleteStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DeleteStateMachine";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    request.check();

    machines.delete(stateMachineArn);
  }
}
