package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.api.protocol.ApiError;
import io.millrace.api.protocol.ApiException;
import io.millrace.api.protocol.Request;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.asl.model.VariableReferences;
import io.millrace.runtime.machine.MachineSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The configurations of a state machine: read with AWS's defaults filled in, and written back.
///
/// They are kept and shown; nothing is sent to CloudWatch Logs or X-Ray, and nothing is encrypted.
final class SettingsJson {
  private static final List<String> LOG_LEVELS = List.of("ALL", "ERROR", "FATAL", "OFF");

  private SettingsJson() {}

  /// Writes definition, role and configurations; a configuration never given has AWS's default
  /// (recorded: api/test_create_exact_duplicate_sm).
  static void write(MachineSettings settings, boolean isDefinitionWanted, JsonGenerator answer)
      throws IOException {
    if (isDefinitionWanted) {
      answer.writeStringField("definition", settings.definition());
    }
    answer.writeStringField("roleArn", settings.roleArn());
    writeRaw(
        "loggingConfiguration",
        settings.logging(),
        "{\"level\":\"OFF\",\"includeExecutionData\":false}",
        answer);
    writeRaw("tracingConfiguration", settings.tracing(), "{\"enabled\":false}", answer);
    writeRaw(
        "encryptionConfiguration", settings.encryption(), "{\"type\":\"AWS_OWNED_KEY\"}", answer);
  }

  /// Writes `variableReferences`, which belongs to the definition; absent where there are none.
  static void writeReferences(StateMachineDefinition definition, JsonGenerator answer)
      throws IOException {
    Map<String, List<String>> references = VariableReferences.of(definition);
    if (references.isEmpty()) {
      return;
    }
    answer.writeObjectFieldStart("variableReferences");
    for (Map.Entry<String, List<String>> state : references.entrySet()) {
      answer.writeArrayFieldStart(state.getKey());
      for (String variable : state.getValue()) {
        answer.writeString(variable);
      }
      answer.writeEndArray();
    }
    answer.writeEndObject();
  }

  private static void writeRaw(
      String field, @Nullable String json, String whenNeverGiven, JsonGenerator answer)
      throws IOException {
    answer.writeFieldName(field);
    answer.writeRawValue(json == null ? whenNeverGiven : json);
  }

  /// `loggingConfiguration` as JSON text, or null when absent.
  ///
  /// @throws ApiException `InvalidLoggingConfiguration` when it logs without saying where to
  static @Nullable String logging(Request request) {
    ObjectNode given = object("loggingConfiguration", request);
    if (given == null) {
      return null;
    }
    String level = word(given, "level", "OFF");
    if (!LOG_LEVELS.contains(level)) {
      request.violate(
          "Value '" + level + "'",
          "loggingConfiguration.level",
          "Member must satisfy enum value set: " + LOG_LEVELS);
    } else if (!level.equals("OFF") && given.path("destinations").size() != 1) {
      throw new ApiException(
          ApiError.service(
              "InvalidLoggingConfiguration",
              "Invalid Logging Configuration: Must specify exactly one Log Destination."));
    }
    given.put("level", level);
    if (!given.path("includeExecutionData").isBoolean()) {
      given.put("includeExecutionData", false);
    }
    return Json.write(given);
  }

  /// `tracingConfiguration` as JSON text, or null when absent.
  static @Nullable String tracing(Request request) {
    ObjectNode given = object("tracingConfiguration", request);
    if (given == null) {
      return null;
    }
    if (!given.path("enabled").isBoolean()) {
      given.put("enabled", false);
    }
    return Json.write(given);
  }

  /// `encryptionConfiguration` as JSON text, or null when absent.
  ///
  /// @throws ApiException `InvalidEncryptionConfiguration` for a key of the customer's own, which
  ///   is not available here: refusing is better than pretending
  static @Nullable String encryption(Request request) {
    ObjectNode given = object("encryptionConfiguration", request);
    if (given == null) {
      return null;
    }
    if (!word(given, "type", "").equals("AWS_OWNED_KEY")) {
      throw new ApiException(
          ApiError.service(
              "InvalidEncryptionConfiguration",
              "Invalid Encryption Configuration: only the type AWS_OWNED_KEY is available here."));
    }
    return Json.write(given);
  }

  private static @Nullable ObjectNode object(String field, Request request) {
    JsonNode node = request.optionalNode(field);
    if (node == null) {
      return null;
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new ApiException(ApiError.serialization("The field '" + field + "' is not an object"));
  }

  private static String word(ObjectNode node, String field, String whenAbsent) {
    return node.path(field).isTextual() ? node.path(field).textValue() : whenAbsent;
  }
}
