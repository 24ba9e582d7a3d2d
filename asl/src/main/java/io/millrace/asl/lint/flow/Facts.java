package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.Map;

/// What is known where a state is entered.
///
/// @param variables an object with a member for each variable, by name without the dollar sign
public record Facts(Shape input, Shape variables) {
  /// No variable is assigned.
  public static final Shape NO_VARIABLES = Shape.object(Map.of(), null);

  /// Nobody comes here.
  public static final Facts NOTHING = new Facts(Shape.NOTHING, Shape.NOTHING);

  Facts join(Facts other) {
    return new Facts(
        Joining.bounded(Joining.join(input, other.input)),
        Joining.bounded(Joining.join(variables, other.variables)));
  }

  boolean isSameAs(Facts other) {
    return input.isSameAs(other.input) && variables.isSameAs(other.variables);
  }

  /// The same with all details forgotten, so that a loop comes to rest.
  Facts widened() {
    return new Facts(
        Shape.ANY.madeBy(input.made()),
        new Shape(
            variables.kinds(),
            variables.members(),
            Presence.UNKNOWN,
            null,
            null,
            null,
            null,
            variables.made()));
  }

  public boolean isNothing() {
    return input.isNothing() && variables.isNothing();
  }
}
