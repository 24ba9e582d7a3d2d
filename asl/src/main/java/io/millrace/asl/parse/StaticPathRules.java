package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.template.TemplateCompiler;
import io.millrace.asl.model.Span;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Texts that look like a path or an intrinsic function where they are only texts: AWS's warnings
/// NO_DOLLAR, NO_PATH and PASS_RESULT_IS_STATIC. Wording and location are those of the API
/// reference, ValidateStateMachineDefinition, "Validate a state machine definition with static
/// analysis".
final class StaticPathRules {
  private static final String DYNAMIC = ".$";
  private static final Pattern PATH = Pattern.compile("\\$\\$?(|[.\\[].*)", Pattern.DOTALL);
  private static final Pattern CALL =
      Pattern.compile("States\\.[A-Za-z0-9]+\\(.*\\)", Pattern.DOTALL);

  private StaticPathRules() {}

  /// The members of a payload template without `.$`; the object that has one is reported.
  static void template(Fields fields, String field, JsonNode template) {
    walk(
        template,
        "",
        (name, text, pointer) -> {
          if (!name.endsWith(DYNAMIC)) {
            Span member = fields.span(field, Source.child(pointer, name));
            noDollar(fields, fields.span(field, pointer), member, name, text);
          }
        });
  }

  /// One member of `Assign` without `.$`.
  static void assigned(Fields assign, String variable, JsonNode value) {
    noDollar(assign, assign.span(), assign.span(variable), variable, value.asText());
  }

  /// `Error` or `Cause` of a Fail state.
  static void failText(Fields fields, String field, String text) {
    String kind = kind(text);
    if (kind != null) {
      fields
          .findings()
          .report(Rule.NO_PATH, fields.span(field), instead(field, kind, field + "Path"));
    }
  }

  /// `Result` of a Pass state, all of which is taken as it is.
  static void result(Fields fields, JsonNode result) {
    if (result.isTextual()) {
      isStatic(fields, "Result", result.textValue());
    }
    walk(result, "", (name, text, _) -> isStatic(fields, name, text));
  }

  private interface Text {
    void member(String name, String text, String pointer);
  }

  private static void walk(JsonNode node, String pointer, Text text) {
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      if (node.get(i).isContainerNode()) {
        walk(node.get(i), pointer + "/" + i, text);
      }
    }
    for (var member : node.properties()) {
      JsonNode value = member.getValue();
      if (value.isTextual()) {
        text.member(member.getKey(), value.textValue(), pointer);
      } else if (value.isContainerNode()) {
        walk(value, Source.child(pointer, member.getKey()), text);
      }
    }
  }

  private static void noDollar(Fields fields, Span object, Span at, String name, String text) {
    String kind = kind(text);
    if (kind != null) {
      Span reported = new Span(object.pointer(), at.line(), at.column());
      fields.findings().report(Rule.NO_DOLLAR, reported, instead(name, kind, name + DYNAMIC));
    }
  }

  private static void isStatic(Fields fields, String name, String text) {
    if (kind(text) != null) {
      fields
          .findings()
          .report(
              Rule.STATIC_RESULT,
              fields.span("Result"),
              "The value of '"
                  + name
                  + "' will not evaluate as a JSONPath or Intrinsic Function at runtime. Instead of"
                  + " 'Result', use 'Parameters' to evaluate it as a JSONPath or Intrinsic Function"
                  + " at runtime.");
    }
  }

  private static String instead(String name, String kind, String other) {
    return "The value of '"
        + name
        + "' looks like "
        + kind
        + ". Instead of '"
        + name
        + "', use '"
        + other
        + "' to evaluate it as "
        + kind
        + " at runtime.";
  }

  /// What a text looks like and would be, with its article, or null.
  private static @Nullable String kind(String text) {
    boolean path = PATH.matcher(text).matches();
    if (!path && !CALL.matcher(text).matches()) {
      return null;
    }
    try {
      TemplateCompiler.dynamic("", text);
      return path ? "a JSONPath" : "an Intrinsic Function";
    } catch (InvalidExpressionException _) {
      return null;
    }
  }
}
