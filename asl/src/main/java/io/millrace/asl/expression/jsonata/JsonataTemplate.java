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
import java.util.Set;
import java.util.function.Consumer;

/// Compiles JSON with `{% … %}` strings anywhere within. Used by one thread.
public final class JsonataTemplate {
  private static final String OPEN = "{%";
  private static final String CLOSE = "%}";
  private static final Set<String> STATES_MEMBERS = Set.of("input", "result", "context");
  private static final String ERROR_OUTPUT = "errorOutput";

  private final boolean inCatcher;
  private final Consumer<Complaint> complaints;

  /// A compiler that tells what is wrong and goes on.
  ///
  /// @param inCatcher whether `$states.errorOutput` exists
  public JsonataTemplate(boolean inCatcher, Consumer<Complaint> complaints) {
    this.inCatcher = inCatcher;
    this.complaints = complaints;
  }

  /// Whether a string is an expression.
  public static boolean isExpression(String text) {
    return text.startsWith(OPEN) && text.endsWith(CLOSE) && text.length() >= 4;
  }

  /// Compiles a field's value.
  ///
  /// @param field as AWS's texts quote it
  /// @param expected what the field takes when it is one expression
  public Expression compile(JsonNode node, String field, Expected expected) {
    return switch (part(node, field, "", expected)) {
      case Part.Fixed(var value) -> new Constant(value);
      case Part.Computed(var expression) -> expression;
      case Part other -> new PayloadTemplate(other, Json.write(node));
    };
  }

  private Part part(JsonNode node, String field, String pointer, Expected expected) {
    if (node.isTextual()) {
      return text(node, field, pointer, expected);
    }
    List<Part> parts = new ArrayList<>();
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        parts.add(part(node.get(i), field + "[" + i + "]", pointer + "/" + i, Expected.ANY));
      }
      return parts.stream().allMatch(Part.Fixed.class::isInstance)
          ? new Part.Fixed(node)
          : new Part.Elements(parts);
    }
    return node instanceof ObjectNode object
        ? members(object, field, pointer)
        : new Part.Fixed(node);
  }

  private Part members(ObjectNode object, String field, String pointer) {
    List<PayloadTemplate.Member> members = new ArrayList<>();
    boolean fixed = true;
    for (var entry : object.properties()) {
      String name = entry.getKey();
      String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      Part part = part(entry.getValue(), field + "/" + name, below, Expected.ANY);
      fixed &= part instanceof Part.Fixed;
      members.add(new PayloadTemplate.Member(name, part));
    }
    return fixed ? new Part.Fixed(object) : new Part.Members(members);
  }

  private Part text(JsonNode node, String field, String pointer, Expected expected) {
    String text = node.textValue();
    if (!isExpression(text)) {
      if (text.startsWith(OPEN)) {
        complaints.accept(
            new Complaint(
                pointer,
                Complaint.Kind.UNTERMINATED,
                "JSONata string must start with {% and end with %}"));
      }
      return new Part.Fixed(node);
    }
    try {
      String inside = text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
      JsonataExpression expression = JsonataExpression.compile(inside, field, expected);
      check(expression.references(), pointer);
      return new Part.Computed(expression);
    } catch (InvalidExpressionException e) {
      complaints.accept(
          new Complaint(pointer, Complaint.Kind.INVALID, String.valueOf(e.getMessage())));
      return new Part.Fixed(NullNode.getInstance());
    }
  }

  /// Measured on AWS: an expression has no context and no root; `$states.errorOutput` exists in a
  /// catcher only.
  private void check(JsonataReferences references, String pointer) {
    for (String name : references.topLevel()) {
      unsupported(pointer, "Reference to '" + name + "' at the top level is not supported.");
    }
    if (references.readsRoot()) {
      unsupported(pointer, "Reference to '$$' is not supported.");
    }
    for (String member : references.statesMembers()) {
      boolean known = member.equals(ERROR_OUTPUT) ? inCatcher : STATES_MEMBERS.contains(member);
      if (!known) {
        unsupported(pointer, "Field '$states." + member + "' does not exist.");
      }
    }
  }

  private void unsupported(String pointer, String message) {
    complaints.accept(new Complaint(pointer, Complaint.Kind.UNSUPPORTED, message));
  }
}
