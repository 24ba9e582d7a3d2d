package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.jsonata.JsonataSyntax;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Lookup;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import io.millrace.asl.lint.shape.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What parts of a JSONata expression give. What is not understood gives anything. Used by one
/// thread, for one expression.
final class JsonataValues {
  private static final int DEPTH_MAX = 60;
  private static final Value UNKNOWN = Value.of(Shape.ANY);

  private final Jsonata.Place place;
  private final String pointer;
  private final Map<String, Value> locals = new HashMap<>();
  private int depth;
  private int guards;

  JsonataValues(Jsonata.Place place, String pointer) {
    this.place = place;
    this.pointer = pointer;
  }

  /// What a part gives.
  ///
  /// @param text the path it is, where it is one, else empty
  /// @param path the same, to be followed; null where it is none or starts elsewhere
  record Value(
      Presence presence, Shape shape, List<Cause> causes, String text, @Nullable DataPath path) {
    static Value of(Shape shape) {
      return new Value(Presence.PRESENT, shape, List.of(), "", null);
    }

    static Value of(Kind kind) {
      return of(Shape.of(kind));
    }
  }

  Value value(@Nullable JsonataSyntax syntax) {
    if (syntax == null || depth > DEPTH_MAX) {
      return UNKNOWN;
    }
    depth++;
    Value value =
        switch (syntax.type()) {
          case "string", "number", "value" -> literal(syntax);
          case "variable" -> variable(syntax);
          case "path" -> path(syntax);
          case "binary" -> binary(syntax);
          case "unary" -> unary(syntax);
          case "condition" -> condition(syntax);
          case "block" -> block(syntax);
          case "bind" -> bind(syntax);
          case "function" -> function(syntax);
          default -> UNKNOWN;
        };
    depth--;
    // A filter or grouping behind a part may leave nothing.
    boolean plain =
        syntax.children("predicate").isEmpty()
            && syntax.children("stages").isEmpty()
            && syntax.child("group") == null;
    return plain || syntax.type().equals("path") ? value : UNKNOWN;
  }

  private static Value literal(JsonataSyntax syntax) {
    JsonNode node = Json.mapper().valueToTree(syntax.value());
    return Value.of(Shape.constant(node));
  }

  private Value variable(JsonataSyntax syntax) {
    String name = String.valueOf(syntax.value());
    if (name.equals("states")) {
      return Value.of(place.states());
    }
    Value local = locals.get(name);
    if (local != null) {
      return local;
    }
    return name.isEmpty() || name.equals("$") ? UNKNOWN : assigned(List.of(new Step.Name(name)));
  }

  private Value assigned(List<Step> steps) {
    String text = "$" + DataPath.text(steps).substring(2);
    return found(place.site().variables(), steps, text, null);
  }

  private Value path(JsonataSyntax syntax) {
    List<JsonataSyntax> parts = syntax.children("steps");
    if (parts.isEmpty()
        || !parts.getFirst().type().equals("variable")
        || syntax.child("group") != null) {
      return UNKNOWN;
    }
    String name = String.valueOf(parts.getFirst().value());
    List<Step> steps = new ArrayList<>();
    boolean definite = steps(parts, steps);
    Value local = locals.get(name);
    if (local != null || name.isEmpty() || name.equals("$")) {
      return UNKNOWN;
    }
    Value value;
    if (name.equals("states")) {
      value = states(steps);
    } else {
      List<Step> all = new ArrayList<>(List.of(new Step.Name(name)));
      all.addAll(steps);
      value = assigned(all);
    }
    return definite || value.presence().isLack() ? value : UNKNOWN;
  }

  /// The names a path begins with; whether that is all of it.
  private static boolean steps(List<JsonataSyntax> parts, List<Step> steps) {
    for (int i = 0; i < parts.size(); i++) {
      JsonataSyntax part = parts.get(i);
      if (i > 0) {
        if (!part.type().equals("name")) {
          return false;
        }
        steps.add(new Step.Name(String.valueOf(part.value())));
      }
      if (!part.children("predicate").isEmpty() || !part.children("stages").isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private Value states(List<Step> steps) {
    String text = "$states" + DataPath.text(steps).substring(1);
    DataPath path = null;
    if (!steps.isEmpty() && steps.getFirst().equals(new Step.Name("input"))) {
      path = new DataPath(text, DataPath.Root.INPUT, "", steps.subList(1, steps.size()), true);
    }
    boolean missing =
        !steps.isEmpty()
            && steps.getFirst() instanceof Step.Name(var member)
            && !place.states().members().containsKey(member);
    // The parser reports what $states never has at a field.
    return missing ? UNKNOWN : found(place.states(), steps, text, path);
  }

  /// JSONata's names reach into the elements of arrays: there they may find something or nothing.
  private static Value found(Shape base, List<Step> steps, String text, @Nullable DataPath path) {
    Shape at = base;
    for (int i = 0; i < steps.size(); i++) {
      if (at.mayBe(Kind.ARRAY) && !at.isNothing()) {
        boolean certain = at.isOnly(Kind.ARRAY) || at.mayBe(Kind.OBJECT);
        return certain ? new Value(Presence.UNKNOWN, Shape.ANY, List.of(), text, path) : UNKNOWN;
      }
      Lookup.Found next = Lookup.find(at, steps.subList(i, i + 1));
      if (next.presence().isLack()) {
        break;
      }
      at = next.shape();
    }
    Lookup.Found found = Lookup.find(base, steps);
    List<Cause> causes =
        found.presence().isDoubtful() ? Lookup.explain(base, steps).causes() : List.of();
    return new Value(found.presence(), found.shape(), causes, text, path);
  }

  private Value binary(JsonataSyntax syntax) {
    Value left = value(syntax.child("lhs"));
    Value right = value(syntax.child("rhs"));
    return switch (String.valueOf(syntax.value())) {
      case "=", "!=", "and", "or", "in" -> tolerant(left, right, Kind.BOOLEAN);
      case "&" -> tolerant(left, right, Kind.STRING);
      case "+", "-", "*", "/", "%" -> operands(left, right, Shape.of(Kind.NUMBER));
      case "<", "<=", ">", ">=" -> operands(left, right, Shape.of(Kind.BOOLEAN));
      case ".." -> Value.of(Shape.arrayOf(Shape.of(Kind.NUMBER)));
      default -> UNKNOWN;
    };
  }

  /// An operation that takes nothing for an empty text, or for something that equals no value.
  private Value tolerant(Value left, Value right, Kind result) {
    for (Value operand : List.of(left, right)) {
      if (operand.presence() == Presence.ABSENT && !operand.text().isEmpty() && guards == 0) {
        omitted(operand);
      }
    }
    return Value.of(result);
  }

  /// An operation on nothing gives nothing.
  private static Value operands(Value left, Value right, Shape result) {
    Value worse = left.presence().compareTo(right.presence()) >= 0 ? left : right;
    return worse.presence().isDoubtful()
        ? new Value(worse.presence(), result, worse.causes(), worse.text(), null)
        : Value.of(result);
  }

  private Value unary(JsonataSyntax syntax) {
    return switch (String.valueOf(syntax.value())) {
      case "[" -> {
        List<Shape> elements = new ArrayList<>();
        syntax.children("expressions").forEach(each -> elements.add(value(each).shape()));
        Shape element = elements.stream().reduce(Shape.NOTHING, Joining::join);
        yield Value.of(Shape.arrayOf(element.isNothing() ? Shape.ANY : element));
      }
      case "{" -> object(syntax);
      case "-" -> Value.of(Kind.NUMBER);
      default -> UNKNOWN;
    };
  }

  /// Members whose value is nothing are left out.
  private Value object(JsonataSyntax syntax) {
    Map<String, Member> members = new LinkedHashMap<>();
    for (JsonataSyntax.Pair pair : syntax.pairs("lhsObject")) {
      if (!pair.name().type().equals("string")) {
        return Value.of(Kind.OBJECT);
      }
      String name = String.valueOf(pair.name().value());
      Value value = value(pair.value());
      if (value.presence().isDoubtful() && guards == 0) {
        omitted(value);
      }
      members.put(name, new Member(value.presence(), value.shape(), null));
    }
    String what =
        "an expression of `"
            + place.site().state().name()
            + "` makes only "
            + String.join(", ", members.keySet());
    return Value.of(Shape.object(members, new Made(new Cause(pointer, what), null)));
  }

  private void omitted(Value value) {
    place
        .site()
        .recorder()
        .read(
            new Read(
                place.site().state(),
                pointer,
                value.text(),
                value.path(),
                value.presence(),
                value.causes(),
                value.presence(),
                value.shape(),
                Read.Effect.OMITTED));
  }

  private Value condition(JsonataSyntax syntax) {
    // Which way is taken depends on the data, and the condition may guard what the way reads.
    guards++;
    value(syntax.child("condition"));
    Value then = value(syntax.child("then"));
    JsonataSyntax otherwise = syntax.child("_else");
    Value other = value(otherwise);
    guards--;
    return then.presence() == Presence.PRESENT && other.presence() == Presence.PRESENT
        ? Value.of(Joining.join(then.shape(), other.shape()))
        : UNKNOWN;
  }

  private Value block(JsonataSyntax syntax) {
    Value last = UNKNOWN;
    for (JsonataSyntax each : syntax.children("expressions")) {
      last = value(each);
    }
    return last;
  }

  private Value bind(JsonataSyntax syntax) {
    Value value = value(syntax.child("rhs"));
    JsonataSyntax name = syntax.child("lhs");
    if (name != null) {
      locals.put(String.valueOf(name.value()), value);
    }
    return value;
  }

  private Value function(JsonataSyntax syntax) {
    List<Value> arguments = new ArrayList<>();
    syntax.children("arguments").forEach(each -> arguments.add(value(each)));
    JsonataSyntax procedure = syntax.child("procedure");
    String name = procedure == null ? "" : String.valueOf(procedure.value());
    return switch (name) {
      case "exists", "boolean", "not" -> Value.of(Kind.BOOLEAN);
      case "count", "millis", "random" -> Value.of(Kind.NUMBER);
      case "now", "uuid" -> Value.of(Kind.STRING);
      case "string", "lowercase", "uppercase", "trim", "join", "substring" ->
          ofFirst(arguments, Shape.of(Kind.STRING));
      case "number", "abs", "floor", "ceil", "round", "sum", "max", "min", "length" ->
          ofFirst(arguments, Shape.of(Kind.NUMBER));
      default -> UNKNOWN;
    };
  }

  /// Functions of nothing give nothing.
  private static Value ofFirst(List<Value> arguments, Shape result) {
    if (arguments.isEmpty() || !arguments.getFirst().presence().isDoubtful()) {
      return Value.of(result);
    }
    Value first = arguments.getFirst();
    return new Value(first.presence(), result, first.causes(), first.text(), null);
  }
}
