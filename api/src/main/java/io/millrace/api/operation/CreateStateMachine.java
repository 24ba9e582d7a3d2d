package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.LinkedHashMap;
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
    String description = Publishing.description(request);
    Map<String, String> tags = tags(request);
    String logging = SettingsJson.logging(request);
    String tracing = SettingsJson.tracing(request);
    String encryption = SettingsJson.encryption(request);
    request.check();
    Publishing.refuse(request, description);

    StateMachine machine =
        machines.create(
            name,
            type == null ? StateMachine.Type.STANDARD : StateMachine.Type.valueOf(type),
            new MachineSettings(definition, roleArn, logging, tracing, encryption),
            tags);

    answer.writeStringField("stateMachineArn", machine.arn());
    Timestamps.write(answer, "creationDate", machine.createdMillis());
  }

  private static Map<String, String> tags(Request request) {
    JsonNode list = request.optionalNode("tags");
    if (list == null) {
      return Map.of();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode tag : list) {
      String at = "tags." + (tags.size() + 1) + ".member.";
      String key = tag.path("key").asText("");
      if (key.isEmpty() || key.length() > 128) {
        request.violate(
            "Value '" + key + "'", at + "key", "Member must have length between 1 and 128");
      }
      checkCharacters(key, at + "key", request);
      String value = tag.path("value").asText("");
      if (value.length() > 256) {
        request.violate(
            "Value '" + value + "'",
            at + "value",
            "Member must have length less than or equal to 256");
      }
      checkCharacters(value, at + "value", request);
      tags.put(key, value);
    }
    return tags;
  }

  /// AWS allows letters, digits, spaces and a few signs; what cannot be stored is refused here.
  private static void checkCharacters(String text, String at, Request request) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      request.violate("Value", at, "Member must not contain control characters");
    }
  }
}
