package io.millrace.asl.lint.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known where two ways meet, and how much of it is kept.
public final class Joining {
  /// Deeper parts are forgotten. Ours: definitions nest their data a few levels; a loop that wraps
  /// its data once more each time round would otherwise never be understood.
  private static final int DEPTH_MAX = 12;

  /// Larger values are forgotten, in parts. Ours: what is known of a state's input has some hundred
  /// members; the bound keeps a definition of 1 MiB to seconds.
  private static final int SIZE_MAX = 1_000;

  private Joining() {}

  /// What is known of a value that may be either.
  public static Shape join(Shape a, Shape b) {
    if (a.is(b) || b.isNothing()) {
      return a;
    }
    if (a.isNothing()) {
      return b;
    }
    Set<Kind> kinds = EnumSet.copyOf(a.kinds());
    kinds.addAll(b.kinds());
    boolean constant = a.constant() != null && a.constant().equals(b.constant());
    boolean objects = a.mayBe(Kind.OBJECT) && b.mayBe(Kind.OBJECT);
    Shape object = objects || a.mayBe(Kind.OBJECT) ? a : b;
    boolean arrays = a.mayBe(Kind.ARRAY) && b.mayBe(Kind.ARRAY);
    Shape array = arrays || a.mayBe(Kind.ARRAY) ? a : b;
    Shape joinedArray = arrays ? arrays(a, b) : array;
    JsonNode example = a.example() == null ? b.example() : a.example();
    return new Shape(
        kinds,
        objects ? members(a, b) : object.members(),
        objects ? a.rest().join(b.rest()) : object.rest(),
        joinedArray.element(),
        joinedArray.tuple(),
        constant ? a.constant() : null,
        example,
        made(a, b));
  }

  /// What was replaced stays known. What only tells the type holds for the joined value only where
  /// both are of that type; where each is of its own, both are told.
  private static @Nullable Made made(Shape a, Shape b) {
    Made one = a.made();
    Made other = b.made();
    boolean replaced =
        (one != null && one.before() != null) || (other != null && other.before() != null);
    if (replaced || a.kinds().equals(b.kinds())) {
      return one == null ? other : one;
    }
    boolean told = one != null && other != null && a.kinds().size() + b.kinds().size() == 2;
    if (!told || one == null || other == null) {
      return null;
    }
    String both = one.cause().text() + "; on another way here, " + other.cause().text();
    return new Made(new Cause(one.cause().pointer(), both), null);
  }

  private static Map<String, Member> members(Shape a, Shape b) {
    Set<String> names = new LinkedHashSet<>(a.members().keySet());
    names.addAll(b.members().keySet());
    Map<String, Member> members = new LinkedHashMap<>();
    for (String name : names) {
      members.put(name, join(a.member(name), b.member(name)));
    }
    return members;
  }

  private static Member join(Member a, Member b) {
    @Nullable Made why =
        a.presence().isDoubtful() ? a.why() : b.presence().isDoubtful() ? b.why() : null;
    return new Member(a.presence().join(b.presence()), join(a.shape(), b.shape()), why);
  }

  private static Shape arrays(Shape a, Shape b) {
    List<Shape> ours = a.tuple();
    List<Shape> theirs = b.tuple();
    if (ours == null || theirs == null || ours.size() != theirs.size()) {
      return Shape.arrayOf(join(a.elements(), b.elements()));
    }
    List<Shape> both = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      both.add(join(ours.get(i), theirs.get(i)));
    }
    return Shape.tuple(both);
  }

  /// The same value with what is too deep or too much forgotten.
  public static Shape bounded(Shape shape) {
    int[] room = {SIZE_MAX};
    return fits(shape, 0, room) ? shape : cut(shape, 0, new int[] {SIZE_MAX});
  }

  private static boolean fits(Shape shape, int depth, int[] room) {
    if (--room[0] < 0 || depth > DEPTH_MAX) {
      return false;
    }
    for (Member member : shape.members().values()) {
      if (!fits(member.shape(), depth + 1, room)) {
        return false;
      }
    }
    List<Shape> tuple = shape.tuple();
    for (Shape each : tuple == null ? List.<Shape>of() : tuple) {
      if (!fits(each, depth + 1, room)) {
        return false;
      }
    }
    Shape element = shape.element();
    return element == null || fits(element, depth + 1, room);
  }

  private static Shape cut(Shape shape, int depth, int[] room) {
    if (--room[0] < 0 || depth > DEPTH_MAX) {
      return Shape.ANY;
    }
    Map<String, Member> members = new LinkedHashMap<>();
    boolean forgot = false;
    for (Map.Entry<String, Member> entry : shape.members().entrySet()) {
      if (room[0] <= 0) {
        forgot = true;
        break;
      }
      Member member = entry.getValue();
      members.put(
          entry.getKey(),
          new Member(member.presence(), cut(member.shape(), depth + 1, room), member.why()));
    }
    List<Shape> tuple = shape.tuple();
    Shape element = shape.element();
    boolean small = tuple != null && tuple.size() <= room[0] / 8;
    List<Shape> kept = null;
    if (small && tuple != null) {
      kept = new ArrayList<>();
      for (Shape each : tuple) {
        kept.add(cut(each, depth + 1, room));
      }
    }
    return new Shape(
        shape.kinds(),
        members,
        forgot ? Presence.UNKNOWN : shape.rest(),
        element == null || tuple != null ? null : cut(element, depth + 1, room),
        kept,
        shape.constant(),
        shape.example(),
        shape.made());
  }
}
