package io.millrace.asl.lint.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known about a JSON value. Immutable.
///
/// @param kinds the types it may have; none at all when no value ever comes here
/// @param members of an object, those of which something is known
/// @param rest whether members that are not listed are there
/// @param element what each element of an array is like; null when nothing is known
/// @param tuple the elements one by one where their number is known, else null
/// @param constant the value itself where it is a known scalar, else null
/// @param example the value in the example input, or null; it says nothing about other inputs
/// @param made how it came to be, or null for what comes from outside
public record Shape(
    Set<Kind> kinds,
    Map<String, Member> members,
    Presence rest,
    @Nullable Shape element,
    @Nullable List<Shape> tuple,
    @Nullable JsonNode constant,
    @Nullable JsonNode example,
    @Nullable Made made) {
  /// Any value: input without an example, a function's answer.
  public static final Shape ANY = of(EnumSet.allOf(Kind.class));

  /// No value: nothing ever comes here.
  public static final Shape NOTHING = of(EnumSet.noneOf(Kind.class));

  public Shape {
    kinds = Collections.unmodifiableSet(kinds);
    members = Collections.unmodifiableMap(members);
    tuple = tuple == null ? null : List.copyOf(tuple);
  }

  private static Shape of(Set<Kind> kinds) {
    return new Shape(kinds, Map.of(), Presence.UNKNOWN, null, null, null, null, null);
  }

  /// A value of one type, of which nothing else is known.
  public static Shape of(Kind kind) {
    return of(EnumSet.of(kind));
  }

  /// An object with exactly these members.
  public static Shape object(Map<String, Member> members, @Nullable Made made) {
    return new Shape(
        EnumSet.of(Kind.OBJECT), members, Presence.ABSENT, null, null, null, null, made);
  }

  /// An object with at least these members.
  public static Shape openObject(Map<String, Member> members) {
    return new Shape(
        EnumSet.of(Kind.OBJECT), members, Presence.UNKNOWN, null, null, null, null, null);
  }

  /// An array with so many elements.
  public static Shape tuple(List<Shape> elements) {
    return new Shape(
        EnumSet.of(Kind.ARRAY), Map.of(), Presence.ABSENT, null, elements, null, null, null);
  }

  /// An array of any length.
  public static Shape arrayOf(Shape element) {
    return new Shape(
        EnumSet.of(Kind.ARRAY), Map.of(), Presence.ABSENT, element, null, null, null, null);
  }

  /// A scalar that stands in the definition.
  public static Shape constant(JsonNode value) {
    return new Shape(
        EnumSet.of(Kind.of(value)), Map.of(), Presence.ABSENT, null, null, value, null, null);
  }

  public boolean isNothing() {
    return kinds.isEmpty();
  }

  public boolean mayBe(Kind kind) {
    return kinds.contains(kind);
  }

  /// Whether it is of this type, and nothing else.
  public boolean isOnly(Kind kind) {
    return kinds.size() == 1 && kinds.contains(kind);
  }

  /// Whether this is known of the example only.
  public boolean isExample() {
    return example != null;
  }

  /// What elements of the array are like, all together.
  public Shape elements() {
    List<Shape> each = tuple;
    if (each != null) {
      return each.stream().reduce(NOTHING, Joining::join);
    }
    return element == null ? ANY : element;
  }

  /// A member as far as it is known.
  public Member member(String name) {
    Member member = members.get(name);
    if (member != null) {
      return member;
    }
    return new Member(rest, rest.isLack() ? NOTHING : ANY, made);
  }

  /// The same value, made so.
  public Shape madeBy(@Nullable Made how) {
    return new Shape(kinds, members, rest, element, tuple, constant, example, how);
  }

  /// The same value as one of these types only; the others are ruled out.
  public Shape narrowed(Set<Kind> allowed) {
    Set<Kind> left = EnumSet.noneOf(Kind.class);
    left.addAll(kinds);
    left.retainAll(allowed);
    return left.equals(kinds)
        ? this
        : new Shape(left, members, rest, element, tuple, constant, example, made);
  }

  /// The same object with another member.
  public Shape with(String name, Member member) {
    Map<String, Member> all = new LinkedHashMap<>(mayBe(Kind.OBJECT) ? members : Map.of());
    all.put(name, member);
    Presence others = mayBe(Kind.OBJECT) ? rest : Presence.ABSENT;
    return new Shape(EnumSet.of(Kind.OBJECT), all, others, null, null, null, example, made);
  }

  /// Whether it is the very same object, so that nothing need be compared.
  @SuppressWarnings("ReferenceEquality")
  public boolean is(Shape other) {
    return this == other;
  }

  /// Whether the same is known of both, whyever.
  public boolean isSameAs(Shape other) {
    if (is(other)) {
      return true;
    }
    return kinds.equals(other.kinds)
        && rest == other.rest
        && Objects.equals(constant, other.constant)
        && hasSameMembers(other)
        && isSame(element, other.element)
        && hasSameTuple(other);
  }

  private boolean hasSameMembers(Shape other) {
    if (members.size() != other.members.size()) {
      return false;
    }
    for (Map.Entry<String, Member> entry : members.entrySet()) {
      Member theirs = other.members.get(entry.getKey());
      if (theirs == null || !entry.getValue().isSameAs(theirs)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasSameTuple(Shape other) {
    List<Shape> mine = tuple;
    List<Shape> theirs = other.tuple;
    if (mine == null || theirs == null || mine.size() != theirs.size()) {
      return mine == null && theirs == null;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!mine.get(i).isSameAs(theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(@Nullable Shape a, @Nullable Shape b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.isSameAs(b);
  }
}
