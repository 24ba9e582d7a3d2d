package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonpath.NumberPath;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.QueryLanguage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a state that hold expressions, in the state's language.
final class ExpressionParser {
  private static final Set<String> JSONPATH_ONLY =
      Set.of(
          "InputPath",
          "Parameters",
          "ResultSelector",
          "ResultPath",
          "OutputPath",
          "Result",
          "ItemsPath",
          "SecondsPath",
          "TimestampPath",
          "TimeoutSecondsPath",
          "HeartbeatSecondsPath",
          "MaxConcurrencyPath",
          "ToleratedFailureCountPath",
          "ToleratedFailurePercentagePath",
          "ErrorPath",
          "CausePath",
          "Variable");
  private static final Set<String> JSONATA_ONLY =
      Set.of("Arguments", "Output", "Items", "Condition");

  private final Fields fields;
  private final QueryLanguage language;
  private final Compiler compiler;

  ExpressionParser(Fields fields, QueryLanguage language) {
    this.fields = fields;
    this.language = language;
    this.compiler = new Compiler(fields.findings());
  }

  DataFlow jsonPathFlow(String... supported) {
    Set<String> names = Set.of(supported);
    return new DataFlow.JsonPath(
        names.contains("InputPath") ? nullablePath("InputPath") : null,
        names.contains("Parameters") ? template("Parameters") : null,
        names.contains("ResultSelector") ? template("ResultSelector") : null,
        names.contains("ResultPath") ? resultPath() : new ResultPath.Replace(),
        names.contains("OutputPath") ? nullablePath("OutputPath") : null,
        assign());
  }

  DataFlow jsonataFlow(String... supported) {
    Set<String> names = Set.of(supported);
    return new DataFlow.Jsonata(
        names.contains("Arguments") ? jsonata("Arguments", Expected.ANY) : null,
        names.contains("Output") ? jsonata("Output", Expected.ANY) : null,
        assign());
  }

  /// The flow of a state through which no data passes.
  DataFlow emptyFlow() {
    return language == QueryLanguage.JSONPATH
        ? new DataFlow.JsonPath(null, null, null, new ResultPath.Replace(), null, Assignment.NONE)
        : new DataFlow.Jsonata(null, null, Assignment.NONE);
  }

  /// `Assign`: an object; its members are templates in the state's language.
  Assignment assign() {
    Fields members = fields.object("Assign");
    if (members == null) {
      return Assignment.NONE;
    }
    Map<String, Expression> values = new LinkedHashMap<>();
    for (String name : members.names()) {
      JsonNode value = members.take(name);
      boolean dynamic = language == QueryLanguage.JSONPATH && name.endsWith(".$");
      String variable = dynamic ? name.substring(0, name.length() - 2) : name;
      if (value != null) {
        values.put(
            variable,
            language == QueryLanguage.JSONATA
                ? compiler.jsonata(value, "Assign/" + name, Expected.ANY, members.span(name))
                : dynamic
                    ? compiler.dynamic(name, value, members.span(name))
                    : compiler.template(value, members.span(name)));
      }
    }
    return new Assignment(values);
  }

  /// A path where JSON null means an empty object.
  private @Nullable Expression nullablePath(String name) {
    JsonNode node = fields.take(name);
    if (node != null && node.isNull()) {
      return Constant.EMPTY_OBJECT;
    }
    return path(name);
  }

  /// A path, an intrinsic function, or null when absent.
  @Nullable Expression path(String name) {
    String text = fields.text(name);
    return text == null ? null : compiler.path(text, fields.span(name));
  }

  /// `Items`: an expression or an array.
  @Nullable Expression items() {
    return jsonata("Items", Expected.ARRAY);
  }

  @Nullable Expression template(String name) {
    JsonNode node = fields.take(name);
    return node == null ? null : compiler.template(node, fields.span(name));
  }

  @Nullable Expression jsonata(String name, Expected kind) {
    JsonNode node = fields.take(name);
    return node == null ? null : compiler.jsonata(node, name, kind, fields.span(name));
  }

  ResultPath resultPath() {
    JsonNode node = fields.take("ResultPath");
    if (node == null) {
      return new ResultPath.Replace();
    }
    if (node.isNull()) {
      return new ResultPath.Discard();
    }
    String text = fields.text("ResultPath");
    return text == null
        ? new ResultPath.Replace()
        : compiler.resultPath(text, fields.span("ResultPath"));
  }

  /// `TimeoutSeconds`, `HeartbeatSeconds` or their Path forms.
  @Nullable Expression seconds(String name) {
    return number(name, 1, DefinitionParser.TIMEOUT_MAX, NumberPath.Rule.SECONDS);
  }

  /// A whole number: a constant, JSONata, or in the field's Path form a path.
  @Nullable Expression number(String name, int min, int max, NumberPath.Rule rule) {
    String pathName = name + "Path";
    if (language == QueryLanguage.JSONPATH && fields.has(pathName)) {
      atMostOne(name, pathName);
      String text = fields.text(pathName);
      return text == null ? null : compiler.numberPath(text, pathName, rule, fields.span(pathName));
    }
    JsonNode node = fields.take(name);
    if (node == null) {
      return null;
    }
    if (language == QueryLanguage.JSONATA && node.isTextual()) {
      return compiler.jsonata(node, name, Expected.NUMBER, fields.span(name));
    }
    Integer value = fields.integer(name, min, max);
    return value == null ? null : Constant.of(value);
  }

  /// `Error` or `Cause` of a Fail state, or its Path form.
  @Nullable Expression failText(String name) {
    String pathName = name + "Path";
    if (language == QueryLanguage.JSONPATH && fields.has(pathName)) {
      atMostOne(name, pathName);
      String text = fields.text(pathName);
      return text == null ? null : compiler.textPath(text, pathName, fields.span(pathName));
    }
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    JsonNode node = com.fasterxml.jackson.databind.node.TextNode.valueOf(text);
    return language == QueryLanguage.JSONATA
        ? compiler.jsonata(node, name, Expected.STRING, fields.span(name))
        : new Constant(node);
  }

  /// `Credentials`: a payload template with `RoleArn`.
  @Nullable Expression credentials() {
    Fields members = fields.object("Credentials");
    if (members == null) {
      return null;
    }
    if (!members.has("RoleArn") && !members.has("RoleArn.$")) {
      fields.findings().schema(members.span(), "The field 'RoleArn' is required but was missing");
    }
    return language == QueryLanguage.JSONATA
        ? jsonata("Credentials", Expected.OBJECT)
        : template("Credentials");
  }

  /// Reports when both are there.
  void atMostOne(String... names) {
    long present = List.of(names).stream().filter(fields::has).count();
    if (present > 1) {
      fields
          .findings()
          .schema(fields.span(), "Only one of these fields is allowed: " + List.of(names));
    }
    for (String name : names) {
      fields.take(name);
    }
  }

  /// Reports the fields nobody took. Wording measured on AWS.
  void rejectUnknown() {
    for (String name : fields.untaken()) {
      boolean other =
          (language == QueryLanguage.JSONPATH ? JSONATA_ONLY : JSONPATH_ONLY).contains(name);
      if (other) {
        QueryLanguage wanted =
            language == QueryLanguage.JSONPATH ? QueryLanguage.JSONATA : QueryLanguage.JSONPATH;
        fields
            .findings()
            .schema(
                fields.span(),
                "The QueryLanguage is set to '%s', but field '%s' is only supported for the '%s' QueryLanguage"
                    .formatted(language.text(), name, wanted.text()));
      } else {
        fields.unsupported(name);
      }
    }
  }
}
