package io.millrace.triggers.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.pattern.EventPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules from a JSON file, in the words of EventBridge's PutRule and PutTargets: `{"Rules":
/// [{"Name": …, "EventPattern": {…}, "State": "ENABLED", "Targets": [{"Id": …, "Arn": …}]}]}`. Of
/// our own are URLs as `Arn`, and `OriginalMessage` in a queue's `SqsParameters`. What is not
/// understood is refused: a rule that does something else than it says loses events.
public final class RuleFile {
  private static final Set<String> RULE_FIELDS =
      Set.of("Name", "EventPattern", "State", "Targets", "Description", "EventBusName");
  private static final Set<String> TARGET_FIELDS =
      Set.of(
          "Id",
          "Arn",
          "Input",
          "InputPath",
          "SqsParameters",
          "RetryPolicy",
          "DeadLetterConfig",
          "RoleArn");

  private RuleFile() {}

  /// @throws IllegalArgumentException saying what is wrong with which rule
  /// @throws IOException when the file cannot be read
  public static Rules read(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /// The same of text.
  static Rules parse(String text) {
    JsonNode document = Json.parse(text);
    JsonNode rules = document == null ? null : document.get("Rules");
    if (rules == null || !rules.isArray()) {
      throw new IllegalArgumentException(
          "this is no file of rules: it has to be JSON, {\"Rules\": [...]}");
    }
    List<Rule> all = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      try {
        all.add(rule(rule));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "rule " + rule.path("Name").asText("number " + (i + 1)) + ": " + e.getMessage(), e);
      }
    }
    return new Rules(all);
  }

  private static Rule rule(JsonNode rule) {
    requireKnown(rule, RULE_FIELDS);
    JsonNode pattern = rule.path("EventPattern");
    String state = rule.path("State").asText("ENABLED");
    List<RuleTarget> targets = new ArrayList<>();
    rule.path("Targets").forEach(target -> targets.add(target(target)));
    return new Rule(
        text(rule, "Name"),
        EventPattern.parse(pattern.isTextual() ? pattern.textValue() : Json.write(pattern)),
        switch (state) {
          case "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" -> true;
          case "DISABLED" -> false;
          default ->
              throw new IllegalArgumentException(
                  "State is '" + state + "'; it has to be ENABLED or DISABLED");
        },
        targets);
  }

  private static RuleTarget target(JsonNode target) {
    requireKnown(target, TARGET_FIELDS);
    JsonNode sqs = target.path("SqsParameters");
    requireKnown(sqs, Set.of("MessageGroupId", "OriginalMessage"));
    boolean original = sqs.path("OriginalMessage").asBoolean(false);
    String input = optional(target, "Input");
    String inputPath = optional(target, "InputPath");
    if ((input != null && inputPath != null)
        || (original && (input != null || inputPath != null))) {
      throw new IllegalArgumentException(
          "a target has one of Input, InputPath and SqsParameters.OriginalMessage");
    }
    if (input != null && Json.parse(input) == null) {
      throw new IllegalArgumentException("Input is not valid JSON text: " + input);
    }
    return new RuleTarget(
        text(target, "Id"),
        text(target, "Arn"),
        input,
        inputPath,
        optional(sqs, "MessageGroupId"),
        original,
        policy(target.get("RetryPolicy"), original),
        optional(target.path("DeadLetterConfig"), "Arn"));
  }

  private static RetryPolicy policy(@Nullable JsonNode policy, boolean original) {
    if (policy == null) return original ? RetryPolicy.ENDLESS : RetryPolicy.STANDARD;
    RetryPolicy standard = RetryPolicy.STANDARD;
    return RetryPolicy.of(
        policy.path("MaximumRetryAttempts").asInt(standard.attempts()),
        Duration.ofSeconds(
            policy.path("MaximumEventAgeInSeconds").asLong(standard.age().toSeconds())));
  }

  private static String text(JsonNode object, String field) {
    String value = optional(object, field);
    if (value == null) throw new IllegalArgumentException("it has no " + field);
    return value;
  }

  private static @Nullable String optional(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || !value.isTextual() ? null : value.textValue();
  }

  private static void requireKnown(JsonNode object, Set<String> fields) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw new IllegalArgumentException(
            "'" + name + "' is not understood here; there are " + fields);
      }
    }
  }
}
