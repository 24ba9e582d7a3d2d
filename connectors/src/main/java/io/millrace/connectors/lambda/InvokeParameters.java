package io.millrace.connectors.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Parameters or Arguments of `lambda:invoke`, read into a call or refused.
///
/// Fields: developer guide, "Invoke an AWS Lambda function with Step Functions"; `LogType` is not
/// listed there but AWS takes it.
sealed interface InvokeParameters {
  /// What a function gets when the task says nothing.
  String NO_PAYLOAD = "{}";

  /// They say what to call.
  record Valid(FunctionCall call) implements InvokeParameters {}

  /// They are wrong; the task fails.
  record Invalid(TaskOutcome.Failed failure) implements InvokeParameters {}

  /// Reads the parameters of an attempt.
  static InvokeParameters read(TaskAttempt attempt) {
    JsonNode node = attempt.parameters().node();
    List<String> faults = new ArrayList<>();
    if (!node.isObject()) {
      return invalid(attempt.parameters(), List.of("The value must be a JSON object"));
    }
    String functionName = null;
    String qualifier = null;
    String payload = NO_PAYLOAD;
    FunctionCall.Type type = FunctionCall.Type.REQUEST_RESPONSE;
    String clientContext = null;
    boolean logTail = false;
    for (var field : node.properties()) {
      JsonNode value = field.getValue();
      switch (field.getKey()) {
        case "FunctionName" -> functionName = text(field.getKey(), value, faults);
        case "Qualifier" -> qualifier = text(field.getKey(), value, faults);
        case "ClientContext" -> clientContext = text(field.getKey(), value, faults);
        case "Payload" -> payload = payload(value);
        case "InvocationType" -> type = type(value, faults);
        case "LogType" -> logTail = isTail(value, faults);
        default ->
            faults.add("The field '" + field.getKey() + "' is not supported by Step Functions");
      }
    }
    if (functionName == null && !node.has("FunctionName")) {
      faults.add("The field 'FunctionName' is required but was missing");
    }
    if (!faults.isEmpty() || functionName == null) {
      return invalid(attempt.parameters(), faults);
    }
    return new Valid(
        new FunctionCall(
            functionName,
            qualifier,
            payload,
            type,
            clientContext,
            logTail,
            attempt.idempotencyKey()));
  }

  private static Invalid invalid(Payload parameters, List<String> faults) {
    String cause =
        "The Parameters '"
            + parameters.text()
            + "' could not be used to start the Task: ["
            + String.join(", ", faults)
            + "]";
    return new Invalid(new TaskOutcome.Failed("States.Runtime", cause));
  }

  /// A string that is itself JSON is sent as that JSON, and null as an empty object (recorded:
  /// services/test_invoke_json_values, services/test_invoke).
  private static String payload(JsonNode value) {
    if (value.isNull()) {
      return NO_PAYLOAD;
    }
    if (value.isTextual()) {
      try {
        Json.parse(value.textValue());
        return value.textValue();
      } catch (JsonProcessingException _) {
        return Json.write(value);
      }
    }
    return Json.write(value);
  }

  private static @Nullable String text(String name, JsonNode value, List<String> faults) {
    if (value.isTextual()) {
      return value.textValue();
    }
    faults.add("The value for the field '" + name + "' must be a STRING");
    return null;
  }

  private static FunctionCall.Type type(JsonNode value, List<String> faults) {
    for (FunctionCall.Type type : FunctionCall.Type.values()) {
      if (type.text().equals(value.textValue())) {
        return type;
      }
    }
    faults.add(
        "The value for the field 'InvocationType' must be one of [RequestResponse, Event, DryRun]");
    return FunctionCall.Type.REQUEST_RESPONSE;
  }

  private static boolean isTail(JsonNode value, List<String> faults) {
    if (!"Tail".equals(value.textValue()) && !"None".equals(value.textValue())) {
      faults.add("The value for the field 'LogType' must be one of [None, Tail]");
    }
    return "Tail".equals(value.textValue());
  }
}
