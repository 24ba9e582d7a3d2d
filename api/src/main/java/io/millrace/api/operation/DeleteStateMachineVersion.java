package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.QualifiedArn;
import io.millrace.runtime.machine.StateMachines;

/// DeleteStateMachineVersion; deleting one that is not there succeeds, and the answer is empty.
final class DeleteStateMachineVersion implements Operation {
  private final StateMachines machines;

  DeleteStateMachineVersion(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DeleteStateMachineVersion";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String arn = request.text("stateMachineVersionArn", TextRule.LONG_ARN);
    request.check();

    machines.publications().deleteVersion(QualifiedArn.required(arn));
  }
}
