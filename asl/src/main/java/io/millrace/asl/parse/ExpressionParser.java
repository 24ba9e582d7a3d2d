package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.InputItems;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.QueryLanguage;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the members of a state, catcher or choice rule that hold expressions, in the state's
/// language.
final class ExpressionParser {
  private final Fields fields;
  private final QueryLanguage language;
  private final String prefix;
  private final Compiler compiler;

  /// For a state.
  ExpressionParser(Fields fields, QueryLanguage language) {
    this(fields, language, "");
  }

  /// For a part of a state.
  ///
  /// @param prefix what AWS's texts put before the field's name, for example `Choices[0]/`
  ExpressionParser(Fields fields, QueryLanguage language, String prefix) {
    this.fields = fields;
    this.language = language;
    this.prefix = prefix;
    this.compiler = new Compiler(fields);
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

  /// The flow of a Succeed state, which assigns no variables.
  DataFlow finalFlow() {
    return language == QueryLanguage.JSONPATH
        ? new DataFlow.JsonPath(
            nullablePath("InputPath"),
            null,
            null,
            new ResultPath.Replace(),
            nullablePath("OutputPath"),
            Assignment.NONE)
        : new DataFlow.Jsonata(null, jsonata("Output", Expected.ANY), Assignment.NONE);
  }

  /// The flow of a state through which no data passes.
  DataFlow emptyFlow() {
    return language == QueryLanguage.JSONPATH
        ? new DataFlow.JsonPath(null, null, null, new ResultPath.Replace(), null, Assignment.NONE)
        : new DataFlow.Jsonata(null, null, Assignment.NONE);
  }

  Assignment assign() {
    return new AssignParser(fields, language, prefix).assignment();
  }

  /// A path where JSON null means an empty object.
  private @Nullable Expression nullablePath(String name) {
    JsonNode node = fields.take(name);
    if (node != null && node.isNull()) {
      return Constant.EMPTY_OBJECT;
    }
    String text = fields.text(name);
    return text == null ? null : compiler.path(name, text);
  }

  /// `ItemsPath`, `$` by default. With an ItemReader the items come from elsewhere: null, or the
  /// path that picks them from what is read.
  @Nullable Expression itemsPath() {
    String text = fields.text("ItemsPath");
    if (text == null) {
      return fields.has("ItemReader") ? null : compiler.itemsPath("ItemsPath", "$");
    }
    return compiler.itemsPath("ItemsPath", text);
  }

  /// `Items`: an expression or an array; the input by default.
  @Nullable Expression items() {
    JsonNode node = fields.take("Items");
    if (node == null) {
      return fields.has("ItemReader") ? null : new InputItems();
    }
    if (!constantIs("Items", JsonNode::isArray, "Array")) {
      return null;
    }
    return jsonata("Items", Expected.ARRAY);
  }

  /// Reports a JSONata field whose constant value has another type; an expression's is known when
  /// it runs only.
  boolean constantIs(String name, Predicate<JsonNode> isType, String type) {
    JsonNode node = fields.take(name);
    boolean fits =
        node == null
            || isType.test(node)
            || (node.isTextual() && node.textValue().startsWith("{%"));
    if (!fits) {
      fields.wrongType(name, type);
    }
    return fits;
  }

  @Nullable Expression template(String name) {
    JsonNode node = fields.take(name);
    return node == null ? null : compiler.template(name, node);
  }

  @Nullable Expression jsonata(String name, Expected expected) {
    JsonNode node = fields.take(name);
    boolean inCatcher = prefix.startsWith("Catch");
    return node == null ? null : compiler.jsonata(name, node, prefix + name, inCatcher, expected);
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
    return text == null ? new ResultPath.Replace() : compiler.resultPath("ResultPath", text);
  }

  /// `TimeoutSeconds`, `HeartbeatSeconds` or their Path forms.
  @Nullable Expression seconds(String name) {
    return number(name, 1, DefinitionParser.SECONDS_MAX, NumberRule.SECONDS);
  }

  /// A whole number: a constant, JSONata, or in the field's Path form a path.
  @Nullable Expression number(String name, int min, int max, NumberRule rule) {
    String pathName = name + "Path";
    if (language == QueryLanguage.JSONPATH && fields.has(pathName)) {
      fields.atMostOne(name, pathName);
      String text = fields.text(pathName);
      return text == null ? null : compiler.numberPath(pathName, text, rule);
    }
    JsonNode node = fields.take(name);
    if (node == null) {
      return null;
    }
    if (language == QueryLanguage.JSONATA && node.isTextual()) {
      return compiler.jsonataNumber(name, node, rule);
    }
    Integer value = fields.integer(name, min, max);
    return value == null ? null : Constant.of(value);
  }

  /// `Error` or `Cause` of a Fail state, or its Path form.
  @Nullable Expression failText(String name) {
    String pathName = name + "Path";
    if (language == QueryLanguage.JSONPATH && fields.has(pathName)) {
      fields.atMostOne(name, pathName);
      String text = fields.text(pathName);
      return text == null ? null : compiler.textPath(pathName, text);
    }
    String text = fields.text(name);
    if (text == null) {
      return null;
    }
    if (language == QueryLanguage.JSONATA) {
      return jsonata(name, Expected.STRING);
    }
    StaticPathRules.failText(fields, name, text);
    return new Constant(TextNode.valueOf(text));
  }

  /// `Credentials`: a payload template with `RoleArn`.
  @Nullable Expression credentials(boolean activity) {
    Fields members = fields.object("Credentials");
    if (members == null) {
      return null;
    }
    if (activity) {
      fields
          .findings()
          .report(
              Rule.ACTIVITY_CREDENTIALS,
              fields.span(),
              "The field 'Credentials' is not supported for activities");
    } else if (!members.has("RoleArn") && !members.has("RoleArn.$")) {
      fields
          .findings()
          .report(
              Rule.REQUIRED_FIELD,
              members.span(),
              "The field 'RoleArn' is required but was missing");
    }
    return language == QueryLanguage.JSONATA
        ? jsonata("Credentials", Expected.OBJECT)
        : template("Credentials");
  }

  /// Reports the members nobody took.
  void rejectUnknown() {
    LanguageRules.rejectUnknown(fields, language);
  }
}
