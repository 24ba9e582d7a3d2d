package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.machine.StateNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `dynamic-field`: `.$` at a field that is no payload template. States Language, "Payload
/// Template": `.$` works only within templates; CreateStateMachine refuses it elsewhere.
final class DynamicField implements Rule {
  @Override
  public List<String> names() {
    return List.of("dynamic-field");
  }

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("MaxConcurrency", "MaxConcurrencyPath"),
          Map.entry("TimeoutSeconds", "TimeoutSecondsPath"),
          Map.entry("HeartbeatSeconds", "HeartbeatSecondsPath"),
          Map.entry("ToleratedFailureCount", "ToleratedFailureCountPath"),
          Map.entry("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
          Map.entry("Seconds", "SecondsPath"),
          Map.entry("Timestamp", "TimestampPath"),
          Map.entry("Error", "ErrorPath"),
          Map.entry("Cause", "CausePath"),
          Map.entry("ItemsPath", "ItemsPath"),
          Map.entry("InputPath", "InputPath"),
          Map.entry("OutputPath", "OutputPath"),
          Map.entry("ResultPath", "ResultPath"));

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode state : subject.machine().states()) {
      if (state.isJsonata()) {
        continue;
      }
      fields(report, state, state.json(), state.pointer());
      List<Handler> handlers = new ArrayList<>(state.retriers());
      handlers.addAll(state.catchers());
      handlers.forEach(h -> fields(report, state, h.json(), h.pointer()));
    }
  }

  private static void fields(Report report, StateNode state, JsonNode object, String pointer) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String field = entry.getKey();
      if (!field.endsWith(".$")) {
        continue;
      }
      String plain = field.substring(0, field.length() - 2);
      String instead = INSTEAD.get(plain);
      String hint =
          instead != null
              ? "Write \"" + instead + "\": " + entry.getValue() + "."
              : plain.equals("Resource")
                  ? "Resource is constant; arn:aws:states:::lambda:invoke takes FunctionName.$."
                  : "Only Parameters, ResultSelector, ItemSelector, Assign and the like have"
                      + " computed members.";
      report
          .error(
              "dynamic-field",
              state,
              Pointers.child(pointer, field),
              "`"
                  + field
                  + "` is no field: .$ works only within payload templates, and CreateStateMachine"
                  + " refuses it here")
          .hint(hint);
    }
  }
}
