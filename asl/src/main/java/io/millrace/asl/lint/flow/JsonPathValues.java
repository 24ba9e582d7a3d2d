package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.intrinsic.Argument;
import io.millrace.asl.expression.intrinsic.IntrinsicExpression;
import io.millrace.asl.expression.intrinsic.IntrinsicFunction;
import io.millrace.asl.expression.jsonpath.PathExpression;
import io.millrace.asl.expression.template.TemplateCompiler;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Examples;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What paths, intrinsic functions and payload templates of JSONPath states give.
final class JsonPathValues {
  private static final String DYNAMIC = ".$";

  private JsonPathValues() {}

  /// A payload template.
  ///
  /// @param name the field's name, for reasons: `ItemSelector`
  static Shape template(Site site, JsonNode node, String pointer, String name) {
    return part(site, node, pointer, name);
  }

  private static Shape part(Site site, JsonNode node, String pointer, String name) {
    if (node.isArray()) {
      if (node.size() > 100) {
        return Shape.arrayOf(Shape.ANY);
      }
      List<Shape> elements = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        elements.add(part(site, node.get(i), Pointers.child(pointer, i), name));
      }
      return Shape.tuple(elements);
    }
    if (!node.isObject()) {
      return Shape.constant(node);
    }
    Map<String, Member> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = entry.getKey();
      String below = Pointers.child(pointer, key);
      if (key.endsWith(DYNAMIC)) {
        String plain = key.substring(0, key.length() - DYNAMIC.length());
        members.put(plain, Member.of(dynamic(site, key, entry.getValue().asText(), below)));
      } else {
        members.put(key, Member.of(part(site, entry.getValue(), below, name)));
      }
    }
    String what = name + " of `" + site.state().name() + "` makes " + listed(members);
    String fix = "Add it to " + name + " of `" + site.state().name() + "`.";
    return Joining.bounded(Shape.object(members, new Made(new Cause(pointer, what, fix), null)));
  }

  private static String listed(Map<String, Member> members) {
    List<String> names = new ArrayList<>(members.keySet());
    return names.isEmpty()
        ? "an empty object"
        : "only "
            + String.join(", ", names.subList(0, Math.min(8, names.size())))
            + (names.size() > 8 ? ", … (" + names.size() + " members)" : "");
  }

  /// A path or an intrinsic function; anything when the text is neither, which the parser reports.
  static Shape dynamic(Site site, String field, String text, String pointer) {
    try {
      Expression expression = TemplateCompiler.dynamic(field, text);
      return switch (expression) {
        case PathExpression path -> path(site, path.path().text(), pointer);
        case IntrinsicExpression call -> call(site, call.call(), pointer);
        default -> Shape.ANY;
      };
    } catch (InvalidExpressionException e) {
      return Shape.ANY;
    }
  }

  /// A path that must find something.
  static Shape path(Site site, String text, String pointer) {
    return site.read(DataPath.of(text), pointer, Read.Effect.FAILS);
  }

  private static Shape call(Site site, Argument.Call call, String pointer) {
    List<Shape> arguments = new ArrayList<>();
    for (Argument argument : call.arguments()) {
      arguments.add(
          switch (argument) {
            case Argument.Literal literal -> Examples.exact(literal.value());
            case Argument.Path path -> path(site, path.path().text(), pointer);
            case Argument.Call nested -> call(site, nested, pointer);
          });
    }
    wrongTypes(site, call.function(), arguments, pointer);
    return result(call.function(), arguments);
  }

  private static Shape result(IntrinsicFunction function, List<Shape> arguments) {
    return switch (function) {
      case ARRAY -> Shape.tuple(arguments);
      case ARRAY_PARTITION, ARRAY_RANGE -> Shape.arrayOf(Shape.ANY);
      case ARRAY_UNIQUE ->
          Shape.arrayOf(arguments.isEmpty() ? Shape.ANY : arguments.getFirst().elements());
      case STRING_SPLIT -> Shape.arrayOf(Shape.of(Kind.STRING));
      case ARRAY_CONTAINS -> Shape.of(Kind.BOOLEAN);
      case ARRAY_GET_ITEM -> arguments.isEmpty() ? Shape.ANY : arguments.getFirst().elements();
      case ARRAY_LENGTH, MATH_RANDOM, MATH_ADD -> Shape.of(Kind.NUMBER);
      case BASE64_ENCODE, BASE64_DECODE, HASH, JSON_TO_STRING, UUID, FORMAT ->
          Shape.of(Kind.STRING);
      case JSON_MERGE ->
          arguments.size() < 2 ? Shape.ANY : merged(arguments.get(0), arguments.get(1));
      case STRING_TO_JSON -> Shape.ANY;
    };
  }

  /// Shallow: the second object's members win.
  private static Shape merged(Shape first, Shape second) {
    if (!first.isOnly(Kind.OBJECT) || !second.mayBe(Kind.OBJECT)) {
      return Shape.openObject(Map.of());
    }
    Map<String, Member> members = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(first.members().keySet());
    names.addAll(second.members().keySet());
    for (String name : names) {
      Member a = first.member(name);
      Member b = possible(second.member(name));
      members.put(
          name,
          b.presence() == Presence.PRESENT
              ? b
              : a.presence() == Presence.PRESENT
                  ? Member.of(Joining.join(a.shape(), b.shape()))
                  : new Member(
                      a.presence().join(b.presence()),
                      Joining.join(a.shape(), b.shape()),
                      a.why()));
    }
    boolean open = first.rest() == Presence.UNKNOWN || second.rest() == Presence.UNKNOWN;
    Shape closed = Shape.object(members, second.made());
    return open ? Shape.openObject(members) : withRest(closed, first, second);
  }

  /// What an example lacks another input may have: nothing of what it would hide is certain.
  private static Member possible(Member member) {
    return member.presence() == Presence.NOT_IN_EXAMPLE
        ? new Member(Presence.NOT_IN_EXAMPLE, Shape.ANY, member.why())
        : member;
  }

  private static Shape withRest(Shape closed, Shape first, Shape second) {
    Presence rest =
        first.rest() == Presence.NOT_IN_EXAMPLE || second.rest() == Presence.NOT_IN_EXAMPLE
            ? Presence.NOT_IN_EXAMPLE
            : Presence.ABSENT;
    return new Shape(
        closed.kinds(), closed.members(), rest, null, null, null, second.example(), closed.made());
  }

  /// Recorded: `Invalid arguments in States.ArrayLength` is a failure of States.Runtime.
  private static void wrongTypes(
      Site site, IntrinsicFunction function, List<Shape> arguments, String pointer) {
    Kind wanted =
        switch (function) {
          case ARRAY_LENGTH, ARRAY_CONTAINS, ARRAY_GET_ITEM, ARRAY_PARTITION, ARRAY_UNIQUE ->
              Kind.ARRAY;
          case STRING_TO_JSON, STRING_SPLIT, BASE64_ENCODE, BASE64_DECODE -> Kind.STRING;
          case JSON_MERGE -> Kind.OBJECT;
          case ARRAY, ARRAY_RANGE, HASH, JSON_TO_STRING, MATH_RANDOM, MATH_ADD, UUID, FORMAT ->
              null;
        };
    if (wanted == null || arguments.isEmpty()) {
      return;
    }
    Shape first = arguments.getFirst();
    if (!first.isNothing() && !first.mayBe(wanted) && !first.isExample()) {
      site.recorder()
          .mismatch(
              new Mismatch(
                  site.state(),
                  pointer,
                  function + " takes " + wanted.withArticle() + ", and gets " + described(first),
                  "States.Runtime",
                  causes(first.made())));
    }
  }

  static String described(Shape shape) {
    return String.join(" or ", shape.kinds().stream().map(Kind::withArticle).toList());
  }

  static List<Cause> causes(@Nullable Made made) {
    return made == null ? List.of() : List.of(made.cause());
  }
}
