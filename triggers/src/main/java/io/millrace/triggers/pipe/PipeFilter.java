package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.pattern.EventPattern;
import org.jspecify.annotations.Nullable;

/// One filter of a pipe (EventBridge user guide, "Event filtering in Amazon EventBridge Pipes",
/// section on SQS). A pattern for `body` that is an object wants a body that is JSON; one that is a
/// list of strings wants one that is not: a body of the other kind never matches. Without a pattern
/// for `body` its form does not matter.
final class PipeFilter {
  /// What the pattern expects of the body.
  private enum Body {
    ANYTHING,
    JSON,
    TEXT
  }

  private final EventPattern pattern;
  private final Body body;

  private PipeFilter(EventPattern pattern, Body body) {
    this.pattern = pattern;
    this.body = body;
  }

  /// @throws IllegalArgumentException saying what is wrong with the pattern
  static PipeFilter parse(String text) {
    EventPattern pattern = EventPattern.parse(text);
    JsonNode parsed = Json.parse(text);
    return new PipeFilter(pattern, expected(parsed == null ? null : parsed.get("body")));
  }

  /// @param record the record of one message
  boolean matches(ObjectNode record) {
    ObjectNode parsed = SqsRecords.withParsedBody(record);
    boolean isJson = !parsed.get("body").isTextual();
    return switch (body) {
      case ANYTHING -> pattern.matches(Json.write(parsed));
      case JSON -> isJson && pattern.matches(Json.write(parsed));
      case TEXT -> !isJson && pattern.matches(Json.write(record));
    };
  }

  private static Body expected(@Nullable JsonNode pattern) {
    if (pattern == null) return Body.ANYTHING;
    return pattern.isObject() ? Body.JSON : Body.TEXT;
  }
}
