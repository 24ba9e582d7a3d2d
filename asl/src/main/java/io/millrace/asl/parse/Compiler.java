package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.Timestamps;
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
      findings.schema(fields.span(name), message, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// A payload template of JSONPath.
  Expression template(String name, JsonNode node) {
    StaticPathRules.template(fields, name, node);
    return new TemplateCompiler(
            (pointer, complaint) -> findings.schema(fields.span(name, pointer), complaint))
        .template(node);
  }

  /// A member named `x.$`.
  Expression dynamic(String name, JsonNode value) {
    return new TemplateCompiler((_, complaint) -> findings.schema(fields.span(), complaint))
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
                findings.error(
                    switch (complaint.kind()) {
                      case INVALID -> Code.INVALID_JSONATA_EXPRESSION;
                      case UNSUPPORTED -> Code.UNSUPPORTED_JSONATA_EXPRESSION;
                      case UNTERMINATED -> Code.SCHEMA_VALIDATION_FAILED;
                    },
                    fields.span(name, complaint.pointer()),
                    complaint.message()))
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
      findings.schema(
          fields.span(name),
          "Value is not a Reference Path: " + text,
          "A reference path is $ followed by names and indexes only.");
    } else {
      findings.schema(fields.span(name), NOT_A_PATH);
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
      findings.schema(fields.span(name), NOT_A_PATH, String.valueOf(e.getMessage()));
      return REFUSED;
    }
  }

  /// A constant `Timestamp`.
  Expression timestamp(String name, String text) {
    if (Timestamps.parse(text) == null) {
      findings.schema(fields.span(name), "String does not match RFC3339 timestamp");
    }
    return new Constant(TextNode.valueOf(text));
  }
}
