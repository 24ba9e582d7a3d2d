package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.Timestamps;
import io.millrace.asl.expression.intrinsic.IntrinsicFunction;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataNumber;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.expression.jsonpath.ItemsPath;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.expression.jsonpath.NumberPath;
import io.millrace.asl.expression.jsonpath.PathExpression;
import io.millrace.asl.expression.jsonpath.ReferencePath;
import io.millrace.asl.expression.jsonpath.TimestampPath;
import io.millrace.asl.expression.template.TemplateCompiler;
import org.jspecify.annotations.Nullable;

/// Compiles the expressions in one object's members and turns what is wrong with their texts into
/// findings. A malformed one becomes a constant, which nobody will evaluate: the definition is
/// refused.
final class Compiler {
  private static final Expression REFUSED = new Constant(TextNode.valueOf(""));
  private static final String NOT_A_PATH = "Value must be a valid JSONPath.";
  private static final String A_PATH = "A path starts with $, for example $.order.id.";

  private final Fields fields;
  private final Findings findings;

  Compiler(Fields fields) {
    this.fields = fields;
    this.findings = fields.findings();
  }

  /// `InputPath`, `OutputPath`.
  Expression path(String name, String text) {
    return path(name, text, PathExpression.Missing.invalidPath());
  }

  Expression path(String name, String text, PathExpression.Missing missing) {
    JsonPath path = compiled(name, text, NOT_A_PATH);
    return path == null ? REFUSED : new PathExpression(path, missing);
  }

  /// A `Variable` or the operand of a comparison's `Path` form.
  @Nullable JsonPath compared(String name, String text) {
    return compiled(
        name,
        text,
        text.startsWith("$")
            ? NOT_A_PATH
            : "Value is not a Reference Path: Reference path didn't start with '$'");
  }

  private @Nullable JsonPath compiled(String name, String text, String message) {
    try {
      return JsonPath.compile(text);
    } catch (InvalidExpressionException e) {
      findings.report(Rule.NOT_A_PATH, fields.span(name), message, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// A payload template of JSONPath.
  Expression template(String name, JsonNode node) {
    StaticPathRules.template(fields, name, node);
    return new TemplateCompiler(
            (pointer, complaint, text) ->
                findings.report(
                    Rule.NOT_A_PATH_OR_FUNCTION,
                    fields.span(name, pointer),
                    complaint,
                    notDynamic(text)))
        .template(node);
  }

  /// What to do with the value of a member named `x.$` that is neither a path nor a call.
  private @Nullable String notDynamic(String text) {
    if (!text.startsWith("$") && !text.strip().startsWith("States.")) {
      return "A path starts with $, a call with States.; a constant belongs under the name without"
          + " .$.";
    }
    try {
      TemplateCompiler.dynamic("", text);
      return null;
    } catch (InvalidExpressionException e) {
      String function = text.strip().split("\\(", 2)[0];
      String near = findings.hint(function, IntrinsicFunction.names());
      return near != null ? near : String.valueOf(e.getMessage());
    }
  }

  /// A member named `x.$`.
  Expression dynamic(String name, JsonNode value) {
    return new TemplateCompiler(
            (_, complaint, text) ->
                findings.report(
                    Rule.NOT_A_PATH_OR_FUNCTION, fields.span(), complaint, notDynamic(text)))
        .dynamic(name, value);
  }

  /// JSONata, or any JSON with JSONata in it.
  ///
  /// @param field as AWS's texts quote it
  Expression jsonata(
      String name, JsonNode node, String field, boolean inCatcher, Expected expected) {
    if (!findings.mayCompile(JsonataTemplate.count(node), fields.span(name))) {
      return REFUSED;
    }
    return new JsonataTemplate(
            inCatcher,
            complaint ->
                findings.report(
                    switch (complaint.kind()) {
                      case INVALID -> Rule.INVALID_JSONATA;
                      case UNSUPPORTED -> Rule.UNSUPPORTED_JSONATA;
                      case UNTERMINATED -> Rule.UNTERMINATED_JSONATA;
                      case UNKNOWN_FUNCTION -> Rule.UNKNOWN_JSONATA_FUNCTION;
                    },
                    fields.span(name, complaint.pointer()),
                    complaint.message(),
                    complaint.hint() != null
                        ? complaint.hint()
                        : findings.hint(complaint.name(), complaint.known())))
        .compile(node, field, expected);
  }

  /// JSONata that has to yield a number; a string that is no expression is none.
  Expression jsonataNumber(String name, JsonNode node, NumberRule rule) {
    if (!JsonataTemplate.isExpression(node.asText())) {
      fields.wrongType(name, "Integer");
      return REFUSED;
    }
    return new JsonataNumber(jsonata(name, node, name, false, Expected.NUMBER), name, rule);
  }

  ResultPath resultPath(String name, String text) {
    try {
      ReferencePath path = ReferencePath.compile(text);
      return path.isRoot() ? new ResultPath.Replace() : new ResultPath.Into(path);
    } catch (InvalidExpressionException e) {
      notReference(name, text);
      return new ResultPath.Replace();
    }
  }

  /// `ItemsPath`: a path that names one place.
  Expression itemsPath(String name, String text) {
    JsonPath path = compiled(name, text, NOT_A_PATH);
    if (path == null) {
      return REFUSED;
    }
    if (!path.isReferencePath()) {
      notReference(name, text);
    }
    return new ItemsPath(new PathExpression(path, PathExpression.Missing.invalidPath()));
  }

  private void notReference(String name, String text) {
    if (text.startsWith("$")) {
      findings.report(
          Rule.NOT_A_REFERENCE_PATH,
          fields.span(name),
          "Value is not a Reference Path: " + text,
          "A reference path is $ followed by names and indexes only.");
    } else {
      findings.report(Rule.NOT_A_PATH, fields.span(name), NOT_A_PATH, A_PATH);
    }
  }

  Expression numberPath(String name, String text, NumberRule rule) {
    JsonPath path = compiled(name, text, NOT_A_PATH);
    return path == null
        ? REFUSED
        : new NumberPath(new PathExpression(path, missing(name)), name, rule);
  }

  Expression timestampPath(String name, String text) {
    JsonPath path = compiled(name, text, NOT_A_PATH);
    return path == null ? REFUSED : new TimestampPath(new PathExpression(path, missing(name)));
  }

  private static PathExpression.Missing missing(String field) {
    return field.equals("SecondsPath") || field.equals("TimestampPath")
        ? PathExpression.Missing.notReferenced(field)
        : PathExpression.Missing.invalidPath();
  }

  /// `ErrorPath`, `CausePath`: a path or an intrinsic function.
  Expression textPath(String name, String text) {
    try {
      return TemplateCompiler.dynamic(name, text);
    } catch (InvalidExpressionException e) {
      findings.report(
          Rule.NOT_A_PATH, fields.span(name), NOT_A_PATH, String.valueOf(e.getMessage()));
      return REFUSED;
    }
  }

  /// A constant `Timestamp`.
  Expression timestamp(String name, String text) {
    if (Timestamps.parse(text) == null) {
      findings.report(
          Rule.NOT_A_TIMESTAMP, fields.span(name), "String does not match RFC3339 timestamp");
    }
    return new Constant(TextNode.valueOf(text));
  }
}
