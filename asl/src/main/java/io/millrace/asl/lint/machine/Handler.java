package io.millrace.asl.lint.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// One element of `Retry` or `Catch`.
public record Handler(ObjectNode json, String pointer, List<String> errorEquals) {
  public Handler {
    errorEquals = List.copyOf(errorEquals);
  }

  static Handler of(ObjectNode json, String pointer) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : json.path("ErrorEquals")) {
      if (name.isTextual()) {
        names.add(name.textValue());
      }
    }
    return new Handler(json, pointer, names);
  }

  /// A number, or what AWS takes when it is absent.
  public double number(String field, double byDefault) {
    JsonNode node = json.path(field);
    return node.isNumber() ? node.doubleValue() : byDefault;
  }

  /// Whether it matches an error of this name. AWS developer guide, "Handling errors in Step
  /// Functions workflows": nothing matches `States.Runtime`; `States.TaskFailed` matches all but
  /// `States.Timeout`.
  public boolean sees(String error) {
    if (error.equals("States.Runtime")) {
      return false;
    }
    return errorEquals.contains(error)
        || errorEquals.contains("States.ALL")
        || (errorEquals.contains("States.TaskFailed") && !error.equals("States.Timeout"));
  }
}
