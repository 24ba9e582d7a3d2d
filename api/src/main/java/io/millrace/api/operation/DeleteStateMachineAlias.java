package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.QualifiedArn;
import io.millrace.runtime.machine.StateMachines;

/// DeleteStateMachineAlias; deleting one that is not there succeeds, and the answer is empty.
final class DeleteStateMachineAlias implements Operation {
  private final StateMachines machines;

  DeleteStateMachineAlias(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DeleteStateMachineAlias";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String arn = request.text("stateMachineAliasArn", TextRule.ARN);
    request.check();

    machines.publications().deleteAlias(QualifiedArn.required(arn));
  }
}
