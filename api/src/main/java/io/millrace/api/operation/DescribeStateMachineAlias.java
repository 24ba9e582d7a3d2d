package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.QualifiedArn;
import io.millrace.runtime.machine.StateMachineAlias;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;

/// DescribeStateMachineAlias.
final class DescribeStateMachineAlias implements Operation {
  private final StateMachines machines;

  DescribeStateMachineAlias(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DescribeStateMachineAlias";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String arn = request.text("stateMachineAliasArn", TextRule.ARN);
    request.check();

    StateMachineAlias alias = machines.publications().alias(QualifiedArn.required(arn));

    answer.writeStringField("stateMachineAliasArn", alias.arn());
    answer.writeStringField("name", alias.name());
    if (alias.description() != null) {
      answer.writeStringField("description", alias.description());
    }
    answer.writeArrayFieldStart("routingConfiguration");
    for (StateMachineAlias.Route route : alias.routes()) {
      answer.writeStartObject();
      answer.writeStringField(
          "stateMachineVersionArn", alias.stateMachineArn() + ":" + route.version());
      answer.writeNumberField("weight", route.weight());
      answer.writeEndObject();
    }
    answer.writeEndArray();
    Timestamps.write(answer, "creationDate", alias.createdMillis());
    Timestamps.write(answer, "updateDate", alias.updatedMillis());
  }
}
