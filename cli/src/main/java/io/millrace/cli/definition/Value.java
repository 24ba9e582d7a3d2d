package io.millrace.cli.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a document as its author wrote it: numbers keep their digits, members their order,
/// and each value its place.
public sealed interface Value {
  /// Where it begins.
  Place place();

  /// A line and a column, both from 1.
  record Place(int line, int column) {}

  /// What was written about a member or an element.
  ///
  /// @param before lines above it, without the `#`
  /// @param after what stands behind it on its line, or null
  record Comments(List<String> before, @Nullable String after) {
    static final Comments NONE = new Comments(List.of(), null);

    public Comments {
      before = List.copyOf(before);
    }

    int count() {
      return before.size() + (after == null ? 0 : 1);
    }
  }

  /// A member of an object.
  record Member(String name, Place place, Value value, Comments comments) {}

  /// An object, its members in the order of the text.
  record Members(Place place, List<Member> members) implements Value {
    public Members {
      members = List.copyOf(members);
    }

    /// The value of this member, or null.
    @Nullable Value get(String name) {
      for (Member member : members) {
        if (member.name.equals(name)) {
          return member.value;
        }
      }
      return null;
    }
  }

  /// An element of an array.
  record Element(Value value, Comments comments) {}

  /// An array.
  record Elements(Place place, List<Element> elements) implements Value {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /// A string.
  record Text(Place place, String text) implements Value {}

  /// A number, `true`, `false` or `null`, spelled as JSON spells it.
  record Literal(Place place, String json) implements Value {}

  /// Whether both mean the same document: the order of members, places and comments do not count.
  static boolean same(Value a, Value b) {
    return meaning(a).equals(meaning(b));
  }

  private static Object meaning(Value value) {
    return switch (value) {
      case Text text -> "\"" + text.text;
      case Literal literal -> literal.json;
      case Elements elements -> {
        List<Object> all = new ArrayList<>();
        elements.elements.forEach(element -> all.add(meaning(element.value)));
        yield all;
      }
      case Members members -> {
        Map<String, Object> all = new HashMap<>();
        members.members.forEach(member -> all.put(member.name, meaning(member.value)));
        yield all;
      }
    };
  }

  /// How many comments there are in it, at any depth.
  static int comments(Value value) {
    return switch (value) {
      case Text _, Literal _ -> 0;
      case Elements elements ->
          elements.elements.stream().mapToInt(e -> e.comments.count() + comments(e.value)).sum();
      case Members members ->
          members.members.stream().mapToInt(m -> m.comments.count() + comments(m.value)).sum();
    };
  }
}
