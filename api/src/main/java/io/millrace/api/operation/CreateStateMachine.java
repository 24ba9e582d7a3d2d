package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// CreateStateMachine.
final class CreateStateMachine implements Operation {
  private final StateMachines machines;

  CreateStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "CreateStateMachine";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String name = request.text("name", TextRule.NAME);
    String definition = request.text("definition", TextRule.DEFINITION);
    String roleArn = request.text("roleArn", TextRule.ARN);
    String type = request.optionalWord("type", List.of("STANDARD", "EXPRESS"));
    Publishing publishing = Publishing.of(request);
    Map<String, String> tags = TagsJson.tags(request);
    String logging = SettingsJson.logging(request);
    String tracing = SettingsJson.tracing(request);
    String encryption = SettingsJson.encryption(request);
    request.check();
    publishing.check();

    StateMachine machine =
        machines.create(
            name,
            type == null ? StateMachine.Type.STANDARD : StateMachine.Type.valueOf(type),
            new MachineSettings(definition, roleArn, logging, tracing, encryption),
            tags);

    answer.writeStringField("stateMachineArn", machine.arn());
    Timestamps.write(answer, "creationDate", machine.createdMillis());
    PublishedVersion version = publishing.publish(machines, machine.arn());
    if (version != null) {
      answer.writeStringField("stateMachineVersionArn", version.arn());
    }
  }
}
