package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.template.PayloadTemplate;
import io.millrace.asl.expression.template.PayloadTemplate.Part;
import io.millrace.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// Compiles JSON with `{% … %}` strings anywhere within. Used by one thread.
public final class JsonataTemplate {
  private final BiConsumer<String, String> complaints;

  /// A compiler that tells what is wrong, where (as in `Output/result`), and goes on.
  public JsonataTemplate(BiConsumer<String, String> complaints) {
    this.complaints = complaints;
  }

  /// Whether a string is an expression.
  public static boolean isExpression(String text) {
    return text.startsWith("{%") && text.endsWith("%}");
  }

  /// Compiles a field's value.
  ///
  /// @param field as AWS's texts quote it
  /// @param expected what the field takes when it is one expression
  public Expression compile(JsonNode node, String field, Expected expected) {
    return switch (part(node, field, expected)) {
      case Part.Fixed(var value) -> new Constant(value);
      case Part.Computed(var expression) -> expression;
      case Part other -> new PayloadTemplate(other, Json.write(node));
    };
  }

  private Part part(JsonNode node, String field, Expected expected) {
    if (node.isTextual() && isExpression(node.textValue())) {
      return expression(node.textValue(), field, expected);
    }
    List<Part> parts = new ArrayList<>();
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        parts.add(part(node.get(i), field + "[" + i + "]", Expected.ANY));
      }
      return parts.stream().allMatch(Part.Fixed.class::isInstance)
          ? new Part.Fixed(node)
          : new Part.Elements(parts);
    }
    return node instanceof ObjectNode object ? members(object, field) : new Part.Fixed(node);
  }

  private Part members(ObjectNode object, String field) {
    List<PayloadTemplate.Member> members = new ArrayList<>();
    boolean fixed = true;
    for (var entry : object.properties()) {
      Part part = part(entry.getValue(), field + "/" + entry.getKey(), Expected.ANY);
      fixed &= part instanceof Part.Fixed;
      members.add(new PayloadTemplate.Member(entry.getKey(), part));
    }
    return fixed ? new Part.Fixed(object) : new Part.Members(members);
  }

  private Part expression(String text, String field, Expected expected) {
    String inside = text.substring(2, text.length() - 2).strip();
    try {
      return new Part.Computed(JsonataExpression.compile(inside, field, expected));
    } catch (InvalidExpressionException e) {
      complaints.accept(field, String.valueOf(e.getMessage()));
      return new Part.Fixed(NullNode.getInstance());
    }
  }
}
