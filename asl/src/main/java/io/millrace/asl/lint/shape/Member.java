package io.millrace.asl.lint.shape;

import org.jspecify.annotations.Nullable;

/// A member of an object.
///
/// @param why what made it absent, on at least one way here; null where that is not known
public record Member(Presence presence, Shape shape, @Nullable Made why) {
  /// A member that is certainly there.
  public static Member of(Shape shape) {
    return new Member(Presence.PRESENT, shape, null);
  }

  boolean isSameAs(Member other) {
    return presence == other.presence && shape.isSameAs(other.shape);
  }
}
