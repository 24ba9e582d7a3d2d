package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.jsonata.JsonataSyntax;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Examples;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Lookup;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import io.millrace.asl.lint.shape.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What JSONata fields give.
final class Jsonata {
  private Jsonata() {}

  /// What `$states` has at this field.
  ///
  /// @param result `$states.result`, or null where there is none
  /// @param errorOutput `$states.errorOutput`, or null where there is none
  record Place(Site site, @Nullable Shape result, @Nullable Shape errorOutput) {
    Shape states() {
      Map<String, Member> members = new LinkedHashMap<>();
      members.put("input", Member.of(site.input()));
      members.put("context", Member.of(site.context()));
      if (result != null) {
        members.put("result", Member.of(result));
      }
      if (errorOutput != null) {
        members.put("errorOutput", Member.of(errorOutput));
      }
      return Shape.object(members, null);
    }
  }

  /// A field's value: JSON with expressions anywhere within.
  static Shape field(Place place, JsonNode node, String pointer, String name) {
    if (node.isTextual()) {
      String text = node.textValue();
      return JsonataTemplate.isExpression(text)
          ? expression(place, text.substring(2, text.length() - 2).strip(), pointer)
          : Shape.constant(node);
    }
    if (node.isArray()) {
      if (node.size() > 100) {
        return Shape.arrayOf(Shape.ANY);
      }
      List<Shape> elements = new ArrayList<>();
      for (int i = 0; i < node.size(); i++) {
        elements.add(field(place, node.get(i), Pointers.child(pointer, i), name));
      }
      return Shape.tuple(elements);
    }
    if (!node.isObject()) {
      return Examples.exact(node);
    }
    Map<String, Member> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String below = Pointers.child(pointer, entry.getKey());
      members.put(entry.getKey(), Member.of(field(place, entry.getValue(), below, name)));
    }
    String what =
        name
            + " of `"
            + place.site().state().name()
            + "` makes only "
            + String.join(", ", members.keySet());
    String fix = "Add it to " + name + " of `" + place.site().state().name() + "`.";
    return Joining.bounded(Shape.object(members, new Made(new Cause(pointer, what, fix), null)));
  }

  /// One expression, which must give something.
  static Shape expression(Place place, String text, String pointer) {
    JsonataSyntax syntax = JsonataSyntax.parse(text);
    if (syntax == null) {
      return Shape.ANY;
    }
    JsonataValues.Value value = new JsonataValues(place, pointer).value(syntax);
    DataPath path = value.path();
    place
        .site()
        .recorder()
        .read(
            new Read(
                place.site().state(),
                pointer,
                value.text().isEmpty() ? text : value.text(),
                path,
                value.presence(),
                value.causes(),
                value.presence(),
                value.shape(),
                Read.Effect.QUERY_FAILS));
    demand(place, path, value);
    return value.presence().isLack() ? Shape.ANY : value.shape();
  }

  /// What was read from the input with success is there from then on.
  private static void demand(Place place, @Nullable DataPath path, JsonataValues.Value value) {
    if (path == null || path.root() != DataPath.Root.INPUT || path.steps().isEmpty()) {
      return;
    }
    Site site = place.site();
    Lookup.Found found = Lookup.find(site.input(), path.steps());
    boolean names = path.steps().stream().allMatch(Step.Name.class::isInstance);
    if (names && found.presence() != Presence.PRESENT && site.input().isOnly(Kind.OBJECT)) {
      Shape shape = value.shape().isNothing() ? Shape.ANY : value.shape();
      site.refine(Lookup.require(site.input(), path.steps(), shape));
    } else if (names && found.presence() == Presence.UNKNOWN) {
      site.refine(Lookup.require(site.input(), path.steps(), value.shape()));
    }
  }
}
