package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.Timestamps;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.expression.jsonpath.NumberPath;
import io.millrace.asl.expression.jsonpath.PathExpression;
import io.millrace.asl.expression.jsonpath.ReferencePath;
import io.millrace.asl.expression.jsonpath.TimestampPath;
import io.millrace.asl.expression.template.TemplateCompiler;
import io.millrace.asl.model.Span;
import org.jspecify.annotations.Nullable;

/// Compiles expressions and turns what is wrong with their texts into findings. A malformed one
/// becomes a constant, which nobody will evaluate: the definition is refused.
final class Compiler {
  private static final Expression REFUSED = new Constant(TextNode.valueOf(""));

  private final Findings findings;

  Compiler(Findings findings) {
    this.findings = findings;
  }

  /// `InputPath`, `OutputPath`, `ItemsPath`.
  Expression path(String text, Span span) {
    JsonPath path = compiled(text, span);
    return path == null ? REFUSED : new PathExpression(path, PathExpression.Missing.invalidPath());
  }

  @Nullable JsonPath compiled(String text, Span span) {
    try {
      return JsonPath.compile(text);
    } catch (InvalidExpressionException e) {
      findings.schema(span, "Value is not a valid JSONPath", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// A payload template of JSONPath.
  Expression template(JsonNode node, Span span) {
    return new TemplateCompiler(complaint -> findings.schema(span, complaint)).template(node);
  }

  /// A member named `x.$`.
  Expression dynamic(String name, JsonNode value, Span span) {
    return new TemplateCompiler(complaint -> findings.schema(span, complaint)).dynamic(name, value);
  }

  /// JSONata, or any JSON with JSONata in it.
  Expression jsonata(JsonNode node, String field, Expected expected, Span span) {
    return new JsonataTemplate((where, complaint) -> findings.schema(span, complaint))
        .compile(node, field, expected);
  }

  ResultPath resultPath(String text, Span span) {
    try {
      ReferencePath path = ReferencePath.compile(text);
      return path.isRoot() ? new ResultPath.Replace() : new ResultPath.Into(path);
    } catch (InvalidExpressionException e) {
      findings.schema(
          span,
          "Value is not a Reference Path: " + text,
          "A reference path is $ followed by names and indexes only.");
      return new ResultPath.Replace();
    }
  }

  Expression numberPath(String text, String field, NumberPath.Rule rule, Span span) {
    JsonPath path = compiled(text, span);
    return path == null
        ? REFUSED
        : new NumberPath(new PathExpression(path, missing(field)), field, rule);
  }

  Expression timestampPath(String text, String field, Span span) {
    JsonPath path = compiled(text, span);
    return path == null ? REFUSED : new TimestampPath(new PathExpression(path, missing(field)));
  }

  /// Recorded for `SecondsPath` of a Wait: `The SecondsPath parameter does not reference an input
  /// value: $.input.waitSeconds`; for `HeartbeatSecondsPath` of a Task: `Invalid path …`.
  private static PathExpression.Missing missing(String field) {
    if (!field.equals("SecondsPath") && !field.equals("TimestampPath")) {
      return PathExpression.Missing.invalidPath();
    }
    return (path, scope) ->
        new ExpressionFailure(
            "States.Runtime",
            "The " + field + " parameter does not reference an input value: " + path.text(),
            null);
  }

  /// `ErrorPath`, `CausePath`: a path or an intrinsic function.
  Expression textPath(String text, String field, Span span) {
    try {
      return TemplateCompiler.dynamic(field, text);
    } catch (InvalidExpressionException e) {
      findings.schema(
          span,
          "The value for the field '"
              + field
              + "' must be a valid JSONPath or a valid intrinsic function call");
      return REFUSED;
    }
  }

  /// A constant `Timestamp`.
  Expression timestamp(String text, Span span) {
    if (Timestamps.parse(text) == null) {
      findings.schema(span, "String does not match RFC3339 timestamp");
    }
    return new Constant(TextNode.valueOf(text));
  }
}
