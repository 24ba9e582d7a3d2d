package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.flow.Verdict;
import io.millrace.asl.lint.machine.StateNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `choice-falls-through`: a Choice without Default whose rules need not match. AWS developer
/// guide, "Choice state": then the execution fails with States.NoChoiceMatched.
final class ChoiceFallsThrough implements Rule {
  @Override
  public List<String> names() {
    return List.of("choice-falls-through");
  }

  private static final Map<String, String> OPPOSITES =
      Map.of(
          "NumericLessThan", "NumericGreaterThanEquals",
          "NumericGreaterThan", "NumericLessThanEquals",
          "StringLessThan", "StringGreaterThanEquals",
          "StringGreaterThan", "StringLessThanEquals",
          "TimestampLessThan", "TimestampGreaterThanEquals",
          "TimestampGreaterThan", "TimestampLessThanEquals",
          "NumericLessThanPath", "NumericGreaterThanEqualsPath",
          "NumericGreaterThanPath", "NumericLessThanEqualsPath");

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode choice : subject.machine().states("Choice")) {
      JsonNode rules = choice.json().path("Choices");
      List<Verdict> verdicts = subject.analysis().verdicts(choice);
      if (choice.has("Default") || rules.isEmpty() || verdicts.contains(Verdict.ALWAYS)) {
        continue;
      }
      if (!choice.isJsonata() && coversAll(rules)) {
        continue;
      }
      boolean never = !verdicts.isEmpty() && verdicts.stream().allMatch(v -> v == Verdict.NEVER);
      String name = "`" + choice.name() + "`";
      if (never && subject.analysis().isComplete()) {
        report
            .error(
                "choice-falls-through",
                choice,
                choice.pointer(),
                "no rule of "
                    + name
                    + " can match and it has no Default: it fails with"
                    + " States.NoChoiceMatched")
            .hint("Add a Default.");
      } else {
        report
            .warning(
                "choice-falls-through",
                choice,
                choice.pointer(),
                name
                    + " has no Default: when none of its rules matches, the execution fails with"
                    + " States.NoChoiceMatched")
            .hint("Add a Default, for example to a Fail state that says what was not expected.");
      }
    }
  }

  /// Whether two of the rules are each other's opposite.
  private static boolean coversAll(JsonNode rules) {
    Set<String> seen = new HashSet<>();
    for (JsonNode rule : rules) {
      seen.add(text(rule));
    }
    for (JsonNode rule : rules) {
      if (seen.contains(opposite(rule))) {
        return true;
      }
    }
    return false;
  }

  private static String text(JsonNode condition) {
    if (condition.has("Not")) {
      return "Not(" + text(condition.path("Not")) + ")";
    }
    StringBuilder text = new StringBuilder(condition.path("Variable").asText());
    for (Map.Entry<String, JsonNode> entry : condition.properties()) {
      if (!Set.of("Variable", "Next", "Comment", "Assign").contains(entry.getKey())) {
        text.append(' ').append(entry.getKey()).append(' ').append(entry.getValue());
      }
    }
    return text.toString();
  }

  private static String opposite(JsonNode condition) {
    if (condition.has("Not")) {
      return text(condition.path("Not"));
    }
    String variable = condition.path("Variable").asText();
    for (Map.Entry<String, JsonNode> entry : condition.properties()) {
      String name = entry.getKey();
      JsonNode operand = entry.getValue();
      if (operand.isBoolean() && (name.startsWith("Is") || name.equals("BooleanEquals"))) {
        return variable + " " + name + " " + !operand.booleanValue();
      }
      String other = OPPOSITES.get(name);
      if (other != null) {
        return variable + " " + other + " " + operand;
      }
    }
    return "Not(" + text(condition) + ")";
  }
}
