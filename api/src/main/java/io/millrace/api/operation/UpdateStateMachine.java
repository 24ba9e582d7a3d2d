package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.ApiError;
import io.millrace.api.protocol.ApiException;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.MachineChanges;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;

/// UpdateStateMachine; running executions keep what they started with.
final class UpdateStateMachine implements Operation {
  private static final MachineChanges NOTHING = new MachineChanges(null, null, null, null, null);

  private final StateMachines machines;

  UpdateStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "UpdateStateMachine";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    MachineChanges changes =
        new MachineChanges(
            request.optionalText("definition", TextRule.DEFINITION),
            request.optionalText("roleArn", TextRule.ARN),
            SettingsJson.logging(request),
            SettingsJson.tracing(request),
            SettingsJson.encryption(request));
    Publishing publishing = Publishing.of(request);
    request.check();
    publishing.check();
    if (changes.equals(NOTHING)) {
      throw new ApiException(
          ApiError.service(
              "MissingRequiredParameter",
              "Either the definition, the role ARN, the LoggingConfiguration, the"
                  + " TracingConfiguration, or the EncryptionConfiguration must be specified"));
    }

    StateMachine machine = machines.update(stateMachineArn, changes);

    Timestamps.write(answer, "updateDate", updatedMillis(machine));
    answer.writeStringField("revisionId", machine.revision().toString());
    PublishedVersion version = publishing.publish(machines, machine.arn());
    if (version != null) {
      answer.writeStringField("stateMachineVersionArn", version.arn());
    }
  }

  private static long updatedMillis(StateMachine machine) {
    Long updated = machine.updatedMillis();
    if (updated == null) {
      throw new IllegalStateException("updated, but never: " + machine.arn());
    }
    return updated;
  }
}
