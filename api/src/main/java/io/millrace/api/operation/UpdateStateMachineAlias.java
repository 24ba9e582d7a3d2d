package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.ApiError;
import io.millrace.api.protocol.ApiException;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.QualifiedArn;
import io.millrace.runtime.machine.StateMachineAlias;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.List;

/// UpdateStateMachineAlias; what is not given stays.
final class UpdateStateMachineAlias implements Operation {
  private final StateMachines machines;

  UpdateStateMachineAlias(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "UpdateStateMachineAlias";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String arn = request.text("stateMachineAliasArn", TextRule.ARN);
    String description = request.optionalText("description", TextRule.DESCRIPTION);
    RoutingJson routing = RoutingJson.optional(request);
    request.check();
    if (description == null && routing == null) {
      throw new ApiException(
          ApiError.validation(
              "Either the description or the RoutingConfiguration must be specified"));
    }

    StateMachineAlias alias =
        machines
            .publications()
            .updateAlias(
                QualifiedArn.required(arn),
                description,
                routing == null ? null : routing.versions(),
                routing == null ? List.of() : routing.weights());

    Timestamps.write(answer, "updateDate", alias.updatedMillis());
  }
}
