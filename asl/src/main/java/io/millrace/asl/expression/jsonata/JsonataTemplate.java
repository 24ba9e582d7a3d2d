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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compiles JSON with `{% … %}` strings anywhere within. Used by one thread.
public final class JsonataTemplate {
  private static final String OPEN = "{%";
  private static final String CLOSE = "%}";
  private static final Set<String> STATES_MEMBERS = Set.of("input", "result", "context");
  private static final String INPUT = "The state's input is `$states.input`.";
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

  /// How many expressions there are in a value.
  public static int count(JsonNode node) {
    int count = isExpression(node.asText()) ? 1 : 0;
    for (JsonNode child : node) {
      count += count(child);
    }
    return count;
  }

  /// Compiles a field's value.
  ///
  /// @param field as AWS's texts quote it
  /// @param expected what the field takes when it is one expression
  public Expression compile(JsonNode node, String field, Expected expected) {
    return switch (part(node, new Place(field, "", null), expected)) {
      case Part.Fixed(var value) -> new Constant(value);
      case Part.Computed(var expression) -> expression;
      case Part other -> new PayloadTemplate(other, Json.write(node));
    };
  }

  /// A part of the field; how it is called is only written out where that is needed.
  private record Place(String fieldPart, String pointerPart, @Nullable Place parent) {
    String field() {
      return joined(Place::fieldPart);
    }

    String pointer() {
      return joined(Place::pointerPart);
    }

    private String joined(Function<Place, String> of) {
      List<String> all = new ArrayList<>();
      for (Place at = this; at != null; at = at.parent) {
        all.add(of.apply(at));
      }
      return String.join("", all.reversed());
    }
  }

  private Part part(JsonNode node, Place place, Expected expected) {
    if (node.isTextual()) {
      return text(node, place, expected);
    }
    List<Part> parts = new ArrayList<>();
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        parts.add(part(node.get(i), new Place("[" + i + "]", "/" + i, place), Expected.ANY));
      }
      return parts.stream().allMatch(Part.Fixed.class::isInstance)
          ? new Part.Fixed(node)
          : new Part.Elements(parts);
    }
    return node instanceof ObjectNode object ? members(object, place) : new Part.Fixed(node);
  }

  private Part members(ObjectNode object, Place place) {
    List<PayloadTemplate.Member> members = new ArrayList<>();
    boolean fixed = true;
    for (var entry : object.properties()) {
      String name = entry.getKey();
      String below = "/" + name.replace("~", "~0").replace("/", "~1");
      Part part = part(entry.getValue(), new Place("/" + name, below, place), Expected.ANY);
      fixed &= part instanceof Part.Fixed;
      members.add(new PayloadTemplate.Member(name, part));
    }
    return fixed ? new Part.Fixed(object) : new Part.Members(members);
  }

  private Part text(JsonNode node, Place place, Expected expected) {
    String text = node.textValue();
    if (!isExpression(text)) {
      if (text.startsWith(OPEN)) {
        complaints.accept(
            new Complaint(
                place.pointer(),
                Complaint.Kind.UNTERMINATED,
                "JSONata string must start with {% and end with %}"));
      }
      return new Part.Fixed(node);
    }
    try {
      String inside = text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
      JsonataExpression expression = JsonataExpression.compile(inside, place.field(), expected);
      check(expression.references(), place.pointer());
      expression.unknownFunctions().forEach(name -> unknownFunction(place.pointer(), name));
      return new Part.Computed(expression);
    } catch (InvalidExpressionException e) {
      complaints.accept(
          new Complaint(place.pointer(), Complaint.Kind.INVALID, String.valueOf(e.getMessage())));
      return new Part.Fixed(NullNode.getInstance());
    }
  }

  /// Measured on AWS: an expression has no context and no root; `$states.errorOutput` exists in a
  /// catcher only.
  private void check(JsonataReferences references, String pointer) {
    for (String name : references.topLevel()) {
      unsupported(
          pointer,
          "Reference to '" + name + "' at the top level is not supported.",
          name.equals("$")
              ? INPUT
              : "Did you mean `$states.input." + name + "`, or the variable `$" + name + "`?");
    }
    if (references.readsRoot()) {
      unsupported(pointer, "Reference to '$$' is not supported.", INPUT);
    }
    for (String member : references.statesMembers()) {
      boolean known = member.equals(ERROR_OUTPUT) ? inCatcher : STATES_MEMBERS.contains(member);
      if (!known) {
        Set<String> members = new HashSet<>(STATES_MEMBERS);
        if (inCatcher) {
          members.add(ERROR_OUTPUT);
        }
        complaints.accept(
            new Complaint(
                pointer,
                Complaint.Kind.UNSUPPORTED,
                "Field '$states." + member + "' does not exist.",
                member,
                members,
                member.equals(ERROR_OUTPUT)
                    ? "$states.errorOutput is there in a Catch only."
                    : null));
      }
    }
  }

  private void unknownFunction(String pointer, String name) {
    complaints.accept(
        new Complaint(
            pointer,
            Complaint.Kind.UNKNOWN_FUNCTION,
            "There is no function '$"
                + name
                + "': calling it fails with"
                + " States.QueryEvaluationError.",
            name,
            AwsFunctions.names(),
            name.equals("eval") ? "AWS offers no $eval; $parse reads JSON." : null));
  }

  private void unsupported(String pointer, String message, String hint) {
    complaints.accept(
        new Complaint(pointer, Complaint.Kind.UNSUPPORTED, message, "", Set.of(), hint));
  }
}
