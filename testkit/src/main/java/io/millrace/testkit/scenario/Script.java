package io.millrace.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.Resource;
import io.millrace.engine.task.TaskAttempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All that a test says about tasks.
final class Script {
  private final Map<String, When> whens = new LinkedHashMap<>();

  When when(String name) {
    return whens.computeIfAbsent(name, When::new);
  }

  /// What is said about this attempt.
  ///
  /// @throws AssertionError when nothing is: a task that a test forgot must not pass unseen
  When find(TaskAttempt attempt) {
    List<String> names = names(attempt);
    for (String name : names) {
      When when = whens.get(name);
      if (when != null && !when.isEmpty()) {
        return when;
      }
    }
    throw new AssertionError(
        "Nobody said what the task '%s' does, which got %s.%nSay when(…) with one of: %s.%nSaid so far: %s."
            .formatted(
                attempt.stateName(),
                attempt.parameters().text(),
                names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ")),
                whens.isEmpty() ? "nothing" : String.join(", ", whens.keySet())));
  }

  /// What an attempt can be called, the most particular name first.
  private static List<String> names(TaskAttempt attempt) {
    List<String> names = new ArrayList<>();
    names.add(attempt.stateName());
    String arn = attempt.resource().arn();
    switch (attempt.resource()) {
      case Resource.LambdaFunction _, Resource.Activity _ -> {
        names.add(last(arn));
        names.add(arn);
      }
      case Resource.ServiceIntegration service -> {
        JsonNode function = attempt.parameters().node().path("FunctionName");
        if (service.service().equals("lambda") && function.isTextual()) {
          String name = function.textValue();
          names.add(last(name));
          names.add(name);
        }
        names.add(service.service() + ":" + service.resource());
        names.add(arn);
      }
    }
    return names.stream().distinct().toList();
  }

  /// The name in an ARN, or in a placeholder such as `${NarrateFunction}`.
  private static String last(String arn) {
    if (arn.startsWith("${") && arn.endsWith("}")) {
      return arn.substring(2, arn.length() - 1);
    }
    String[] parts = arn.split(":");
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]
    return parts.length > 6 ? parts[6] : parts[parts.length - 1];
  }
}
