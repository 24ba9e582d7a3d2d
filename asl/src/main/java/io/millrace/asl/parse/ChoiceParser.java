package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.choice.Combination;
import io.millrace.asl.expression.choice.Comparison;
import io.millrace.asl.expression.choice.Operator;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataCondition;
import io.millrace.asl.expression.jsonpath.JsonPath;
import io.millrace.asl.model.ChoiceRule;
import io.millrace.asl.model.QueryLanguage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `Choices`.
final class ChoiceParser {
  private static final String PATH = "Path";

  /// Never evaluated: the definition is refused.
  private static final Condition REFUSED = new JsonataCondition(new Constant(BooleanNode.FALSE));

  private static final List<String> OPERATORS = operators();

  private final Fields fields;
  private final QueryLanguage language;

  ChoiceParser(Fields fields, QueryLanguage language) {
    this.fields = fields;
    this.language = language;
  }

  List<ChoiceRule> rules() {
    List<ChoiceRule> rules = new ArrayList<>();
    List<Fields> elements = fields.objects("Choices");
    if (fields.isEmptyArray("Choices")) {
      fields.findings().report(Rule.EMPTY_LIST, fields.span("Choices"), "Value cannot be empty");
    }
    for (int i = 0; i < elements.size(); i++) {
      Fields element = elements.get(i);
      element.take("Comment");
      element.require("Next");
      String next = element.textOrEmpty("Next");
      ExpressionParser expressions = new ExpressionParser(element, language, "Choices[" + i + "]/");
      Assignment assign = expressions.assign();
      boolean jsonata = language == QueryLanguage.JSONATA;
      Expression output = jsonata ? expressions.jsonata("Output", Expected.ANY) : null;
      Condition condition = jsonata ? jsonata(element, expressions) : condition(element);
      expressions.rejectUnknown();
      rules.add(new ChoiceRule(condition, next, assign, output, element.span()));
    }
    return rules;
  }

  private static Condition jsonata(Fields element, ExpressionParser expressions) {
    element.require("Condition");
    expressions.constantIs("Condition", JsonNode::isBoolean, "Boolean");
    Expression condition = expressions.jsonata("Condition", Expected.BOOLEAN);
    return condition == null ? REFUSED : new JsonataCondition(condition);
  }

  /// A comparison or a combination; `Next` and the like have been taken already.
  private Condition condition(Fields element) {
    List<String> names = new ArrayList<>();
    element.understands(OPERATORS);
    for (String name : element.names()) {
      boolean operator =
          name.equals("And") || name.equals("Or") || name.equals("Not") || operator(name) != null;
      if (operator) {
        names.add(name);
        element.take(name);
      }
    }
    if (names.size() != 1) {
      element.take("Variable");
      element
          .findings()
          .report(
              Rule.CHOICE_RULE,
              element.span(),
              names.size() > 1
                  ? "There should only be one of the following fields: " + names
                  : "The object must have only one of the following fields,"
                      + " [And, Or, Not, Variable, Condition]");
      return REFUSED;
    }
    String name = names.getFirst();
    return switch (name) {
      case "And" -> new Combination.And(parts(element, name));
      case "Or" -> new Combination.Or(parts(element, name));
      case "Not" -> {
        Fields part = element.object("Not");
        yield part == null ? REFUSED : new Combination.Not(nested(part));
      }
      default -> comparison(element, name);
    };
  }

  private List<Condition> parts(Fields element, String name) {
    List<Fields> elements = element.objects(name);
    if (element.isEmptyArray(name)) {
      element.findings().report(Rule.EMPTY_LIST, element.span(name), "Value cannot be empty");
    }
    List<Condition> parts = new ArrayList<>();
    elements.forEach(part -> parts.add(nested(part)));
    return parts;
  }

  private Condition nested(Fields part) {
    part.take("Comment");
    Condition condition = condition(part);
    part.rejectUnknown();
    return condition;
  }

  private Condition comparison(Fields element, String name) {
    element.require("Variable");
    String variable = element.textOrEmpty("Variable");
    Operator operator = operator(name);
    JsonNode value = element.take(name);
    if (!element.has("Variable") || operator == null || value == null) {
      return REFUSED;
    }
    JsonPath path = new Compiler(element).compared("Variable", variable);
    Comparison.Operand operand = operand(element, name, operator, value);
    return path == null || operand == null ? REFUSED : new Comparison(path, operator, operand);
  }

  private Comparison.@Nullable Operand operand(
      Fields element, String name, Operator operator, JsonNode value) {
    if (name.endsWith(PATH)) {
      if (!value.isTextual()) {
        element.wrongType(name, "String");
        return null;
      }
      JsonPath path = new Compiler(element).compared(name, value.textValue());
      return path == null ? null : new Comparison.Operand.Reference(path);
    }
    if (!operator.takes(value)) {
      if (operator instanceof Operator.Timestamp && value.isTextual()) {
        element
            .findings()
            .report(
                Rule.NOT_A_TIMESTAMP,
                element.span(name),
                "String does not match RFC3339 timestamp");
      } else {
        element.wrongType(name, operator.operandType());
      }
      return null;
    }
    return new Comparison.Operand.Literal(value);
  }

  /// All a rule of JSONPath may hold, for hints.
  private static List<String> operators() {
    List<String> all = new ArrayList<>(List.of("And", "Or", "Not", "Variable"));
    for (String name : Operator.names()) {
      all.add(name);
      if (operator(name + PATH) != null) {
        all.add(name + PATH);
      }
    }
    return all;
  }

  private static @Nullable Operator operator(String name) {
    Operator plain = Operator.named(name);
    if (plain != null || !name.endsWith(PATH)) {
      return plain;
    }
    Operator operator = Operator.named(name.substring(0, name.length() - PATH.length()));
    return operator != null && operator.hasPathForm() ? operator : null;
  }
}
