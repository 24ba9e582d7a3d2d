package io.millrace.asl.lint.shape;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Following steps into a value: what is there, why it is not, and what is known once it was read.
public final class Lookup {
  /// Ours: so many reasons are told at most; nobody reads more.
  private static final int REASONS_MAX = 8;

  /// Nothing is known to have been there ever.
  private static final Found NOWHERE = new Found(Presence.ABSENT, Shape.ANY);

  private Lookup() {}

  /// What the steps lead to.
  public record Found(Presence presence, Shape shape) {}

  /// Follows the steps.
  public static Found find(Shape start, List<Step> steps) {
    Presence presence = Presence.PRESENT;
    Shape at = start;
    for (Step step : steps) {
      Member next = next(at, step);
      presence = presence.and(next.presence());
      at = next.shape();
      if (presence.isLack()) {
        return new Found(presence, Shape.NOTHING);
      }
    }
    return new Found(presence, at);
  }

  private static Member next(Shape at, Step step) {
    return switch (step) {
      case Step.Name(var name) -> {
        if (!at.mayBe(Kind.OBJECT)) {
          yield otherType(at);
        }
        Member member = at.member(name);
        boolean sure = at.isOnly(Kind.OBJECT) || member.presence().isDoubtful();
        yield sure ? member : new Member(elsewhere(at), member.shape(), member.why());
      }
      case Step.Index(var index) -> {
        if (!at.mayBe(Kind.ARRAY)) {
          yield otherType(at);
        }
        List<Shape> tuple = at.tuple();
        if (tuple == null || !at.isOnly(Kind.ARRAY)) {
          yield new Member(elsewhere(at), at.elements(), at.made());
        }
        yield index < tuple.size()
            ? Member.of(tuple.get(index))
            : new Member(Presence.ABSENT, Shape.NOTHING, at.made());
      }
    };
  }

  private static Member otherType(Shape at) {
    Presence presence = at.isExample() ? Presence.NOT_IN_EXAMPLE : Presence.ABSENT;
    return new Member(presence, Shape.NOTHING, at.made());
  }

  /// A value that may also be of another type: where there are just two, each came on its own way.
  private static Presence elsewhere(Shape at) {
    return at.kinds().size() == 2 ? Presence.MAYBE : Presence.UNKNOWN;
  }

  /// Why there may be nothing, and what was there before.
  ///
  /// @param causes oldest first, empty when nothing is known
  /// @param before what the steps led to before the oldest cause
  /// @param origin what was known of it then
  public record Explanation(List<Cause> causes, Shape before, Presence origin) {}

  /// Explains what [#find] says of the same steps.
  public static Explanation explain(Shape start, List<Step> steps) {
    List<Cause> causes = new ArrayList<>();
    Found before = explain(start, steps, causes, REASONS_MAX);
    return new Explanation(List.copyOf(causes.reversed()), before.shape(), before.presence());
  }

  /// Adds causes, youngest first; gives what stood there before the oldest of them.
  private static Found explain(Shape start, List<Step> steps, List<Cause> causes, int room) {
    Made made = null;
    List<Step> left = steps;
    Shape at = start;
    @Nullable Made nearest = null;
    for (int i = 0; i <= steps.size(); i++) {
      if (at.made() != null) {
        nearest = at.made();
        if (at.made().before() != null) {
          made = at.made();
          left = steps.subList(i, steps.size());
        }
      }
      if (i == steps.size()) {
        break;
      }
      Member next = next(at, steps.get(i));
      if (next.presence().isDoubtful()) {
        // A member that was lost on its own has its own reason; an object that never had it, its
        // maker's.
        if (next.why() != null && !next.why().is(at.made())) {
          made = next.why();
          nearest = made;
          left = steps.subList(i, steps.size());
        }
        break;
      }
      at = next.shape();
    }
    Made told = made == null ? nearest : made;
    if (told == null || room == 0) {
      return NOWHERE;
    }
    causes.add(told.cause());
    Shape before = told.before();
    if (before == null) {
      return NOWHERE;
    }
    Found then = find(before, left);
    if (then.presence() == Presence.ABSENT) {
      return explain(before, left, causes, room - 1);
    }
    return then.shape().isNothing() ? new Found(then.presence(), Shape.ANY) : then;
  }

  /// The value once the steps have been followed with success.
  public static Shape require(Shape start, List<Step> steps, Shape found) {
    if (steps.isEmpty()) {
      return found;
    }
    List<Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Step.Name(var name) -> {
        if (!start.mayBe(Kind.OBJECT) && !start.isNothing()) {
          yield start;
        }
        Shape object = start.narrowed(Set.of(Kind.OBJECT));
        Member member = object.member(name);
        yield object.with(name, Member.of(require(member.shape(), rest, found)));
      }
      case Step.Index _ -> start.mayBe(Kind.ARRAY) ? start.narrowed(EnumSet.of(Kind.ARRAY)) : start;
    };
  }

  /// The value without what the steps lead to.
  public static Shape without(Shape start, List<Step> steps, Made why) {
    if (steps.isEmpty() || !(steps.getFirst() instanceof Step.Name(var name))) {
      return start;
    }
    if (!start.isOnly(Kind.OBJECT)) {
      return start;
    }
    if (steps.size() == 1) {
      return start.with(name, new Member(Presence.ABSENT, Shape.NOTHING, why));
    }
    Member member = start.member(name);
    return member.presence() == Presence.PRESENT
        ? start.with(name, Member.of(without(member.shape(), steps.subList(1, steps.size()), why)))
        : start;
  }

  /// The value with another one put where the steps lead, objects on the way being made; null when
  /// something else than an object is certainly in the way.
  public static @Nullable Shape put(Shape start, List<Step> steps, Shape value) {
    if (steps.isEmpty()) {
      return value;
    }
    if (!(steps.getFirst() instanceof Step.Name(var name))) {
      return start.mayBe(Kind.ARRAY) ? start : null;
    }
    if (!start.mayBe(Kind.OBJECT)) {
      return null;
    }
    Shape object = start.narrowed(Set.of(Kind.OBJECT));
    Member member = object.member(name);
    Shape below =
        member.presence() == Presence.ABSENT || member.shape().isNothing()
            ? Shape.object(Map.of(), null)
            : member.shape();
    Shape inner = put(below, steps.subList(1, steps.size()), value);
    return inner == null ? null : object.with(name, Member.of(inner));
  }
}
