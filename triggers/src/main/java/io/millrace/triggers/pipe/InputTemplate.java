package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.RecordPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes something else of each message (EventBridge user guide, "Amazon EventBridge Pipes input
/// transformation"). Variables are `<$.path>` and the reserved `<aws.pipes.…>`; paths reach into a
/// body that is JSON.
///
/// Within a string of a JSON template a value is inserted as text, escaped; elsewhere as JSON, so
/// that strings get their quotes and objects stay objects. A path without a value gives an empty
/// string. A template that is not JSON gives a string, except that a single variable gives its
/// value.
final class InputTemplate {
  private static final Pattern VARIABLE = Pattern.compile("<(\\$[^<>]*|aws\\.pipes\\.[a-z.-]+)>");
  private static final List<String> RESERVED =
      List.of(
          "aws.pipes.pipe-arn",
          "aws.pipes.pipe-name",
          "aws.pipes.source-arn",
          "aws.pipes.enrichment-arn",
          "aws.pipes.target-arn",
          "aws.pipes.event.ingestion-time",
          "aws.pipes.event",
          "aws.pipes.event.json");

  /// What a template may say of its pipe.
  ///
  /// @param now when the record reached the template
  record Context(
      String pipeArn, String pipeName, String sourceArn, String targetArn, Instant now) {}

  private sealed interface Part {
    record Text(String text) implements Part {}

    /// @param path null for a reserved name
    /// @param isQuoted whether it stands within a string of JSON
    record Variable(String name, @Nullable RecordPath path, boolean isQuoted) implements Part {}
  }

  private final List<Part> parts;
  private final boolean isJson;

  private InputTemplate(List<Part> parts, boolean isJson) {
    this.parts = List.copyOf(parts);
    this.isJson = isJson;
  }

  /// @throws IllegalArgumentException naming a variable that Pipes does not know
  static InputTemplate parse(String text) {
    String start = text.strip();
    boolean isJson = start.startsWith("{") || start.startsWith("[") || start.startsWith("\"");
    List<Part> parts = new ArrayList<>();
    Matcher variable = VARIABLE.matcher(text);
    int at = 0;
    boolean isQuoted = false;
    while (variable.find()) {
      String before = text.substring(at, variable.start());
      isQuoted = isJson && endsInString(before, isQuoted);
      parts.add(new Part.Text(before));
      parts.add(variable(variable.group(1), isQuoted));
      at = variable.end();
    }
    parts.add(new Part.Text(text.substring(at)));
    return new InputTemplate(parts, isJson);
  }

  /// @param record of one message, its body still text
  JsonNode render(ObjectNode record, Context context) {
    ObjectNode parsed = SqsRecords.withParsedBody(record);
    if (!isJson && isSingleVariable()) {
      return value((Part.Variable) parts.get(1), record, parsed, context);
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Text literal -> text.append(literal.text());
        case Part.Variable variable -> {
          JsonNode value = value(variable, record, parsed, context);
          text.append(isJson && !variable.isQuoted() ? Json.write(value) : asText(value));
        }
      }
    }
    JsonNode json = isJson ? Json.parse(text.toString()) : null;
    return json == null ? TextNode.valueOf(text.toString()) : json;
  }

  /// As text within a string: of JSON escaped, elsewhere as it is.
  private String asText(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : Json.write(value);
    if (!isJson) return text;
    String quoted = Json.write(TextNode.valueOf(text));
    return quoted.substring(1, quoted.length() - 1);
  }

  private boolean isSingleVariable() {
    return parts.size() == 3
        && parts.get(0) instanceof Part.Text(String before)
        && before.isBlank()
        && parts.get(2) instanceof Part.Text(String after)
        && after.isBlank();
  }

  private static JsonNode value(
      Part.Variable variable, ObjectNode record, ObjectNode parsed, Context context) {
    if (variable.path() != null) {
      JsonNode found = variable.path().find(parsed);
      return found == null ? TextNode.valueOf("") : found;
    }
    return switch (variable.name()) {
      case "aws.pipes.event" -> record;
      case "aws.pipes.event.json" -> parsed;
      case "aws.pipes.pipe-arn" -> TextNode.valueOf(context.pipeArn());
      case "aws.pipes.pipe-name" -> TextNode.valueOf(context.pipeName());
      case "aws.pipes.source-arn" -> TextNode.valueOf(context.sourceArn());
      case "aws.pipes.target-arn" -> TextNode.valueOf(context.targetArn());
      case "aws.pipes.event.ingestion-time" -> TextNode.valueOf(context.now().toString());
      // Pipes here have no enrichment.
      default -> TextNode.valueOf("");
    };
  }

  private static Part.Variable variable(String name, boolean isQuoted) {
    if (name.startsWith("$")) return new Part.Variable(name, RecordPath.parse(name), isQuoted);
    if (!RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "<" + name + "> is no reserved variable of a pipe; there are " + RESERVED);
    }
    return new Part.Variable(name, null, isQuoted);
  }

  /// Whether JSON text ends within a string, given whether it began in one.
  private static boolean endsInString(String text, boolean startsInString) {
    boolean inside = startsInString;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inside && c == '\\') {
        i++;
      } else if (c == '"') {
        inside = !inside;
      }
    }
    return inside;
  }
}
