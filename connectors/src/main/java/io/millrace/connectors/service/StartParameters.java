package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.connectors.aws.ParametersException;
import io.millrace.engine.task.TaskAttempt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Parameters or Arguments of `states:startExecution`.
///
/// @param name of the execution; made from the attempt when the task gives none, so that a second
///   dispatch finds what the first one started
/// @param input JSON; an object as its text, `{}` when there is none (recorded:
///   local_mocking/test_sfn_start_execution_sync)
record StartParameters(String stateMachineArn, String name, boolean isNamed, String input) {

  /// @throws ParametersException when they are not what AWS takes (developer guide, "Start a new
  ///   workflow execution with Step Functions")
  static StartParameters read(TaskAttempt attempt) throws ParametersException {
    JsonNode node = attempt.parameters().node();
    List<String> faults = new ArrayList<>();
    if (!node.isObject()) {
      throw new ParametersException(node, List.of("The value must be a JSON object"));
    }
    for (String field : (Iterable<String>) node::fieldNames) {
      switch (field) {
        case "StateMachineArn", "Name", "Input", "TraceHeader" -> {}
        default -> faults.add("The field '" + field + "' is not supported by Step Functions");
      }
    }
    if (!node.hasNonNull("StateMachineArn")) {
      faults.add("The field 'StateMachineArn' is required but was missing");
    }
    String machine = text(node, "StateMachineArn", faults);
    String name = text(node, "Name", faults);
    if (!faults.isEmpty() || machine == null) {
      throw new ParametersException(node, faults);
    }
    return new StartParameters(
        machine,
        name == null ? attempt.requestId() : name,
        name != null,
        input(node.path("Input")));
  }

  private static String input(JsonNode input) {
    if (input.isMissingNode() || input.isNull()) {
      return "{}";
    }
    return input.isTextual() ? input.textValue() : Json.write(input);
  }

  private static @Nullable String text(JsonNode node, String field, List<String> faults) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      faults.add("The value for the field '" + field + "' must be a STRING");
    }
    return value.textValue();
  }
}
