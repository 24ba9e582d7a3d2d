package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;

/// DescribeStateMachine.
final class DescribeStateMachine implements Operation {
  private final StateMachines machines;

  DescribeStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DescribeStateMachine";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    boolean isDefinitionWanted = IncludedData.isAll(request);
    request.check();

    StateMachine machine = machines.describe(stateMachineArn);

    answer.writeStringField("stateMachineArn", machine.arn());
    answer.writeStringField("name", machine.name());
    answer.writeStringField("status", machine.status().name());
    answer.writeStringField("type", machine.type().name());
    Timestamps.write(answer, "creationDate", machine.createdMillis());
    if (machine.updatedMillis() != null) {
      answer.writeStringField("revisionId", machine.revision().toString());
    }
    SettingsJson.write(machine.settings(), isDefinitionWanted, answer);
    if (isDefinitionWanted) {
      SettingsJson.writeReferences(machines.definitionOf(machine.revision()), answer);
    }
  }
}
