package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.StateMachineAlias;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;

/// CreateStateMachineAlias.
final class CreateStateMachineAlias implements Operation {
  private final StateMachines machines;

  CreateStateMachineAlias(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "CreateStateMachineAlias";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String name = request.text("name", TextRule.NAME);
    RoutingJson.checkAliasName(name, request);
    String description = request.optionalText("description", TextRule.DESCRIPTION);
    RoutingJson routing = RoutingJson.required(request);
    request.check();

    StateMachineAlias alias =
        machines
            .publications()
            .createAlias(name, description, routing.versions(), routing.weights());

    answer.writeStringField("stateMachineAliasArn", alias.arn());
    Timestamps.write(answer, "creationDate", alias.createdMillis());
  }
}
