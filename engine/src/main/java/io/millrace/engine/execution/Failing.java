package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.State;
import org.jspecify.annotations.Nullable;

/// How a state fails: what a Fail state says, and AWS's words around a failed expression.
public final class Failing {
  private Failing() {}

  /// The failure that a Fail state is.
  static Phase.Failed of(Execution x, Frame frame, State.Fail fail, long atMillis) {
    try {
      Scope scope = Scopes.repeatable(x, frame, frame.input().node());
      return Phase.Failed.recorded(text(fail.error(), scope), text(fail.cause(), scope), atMillis);
    } catch (ExpressionFailure failure) {
      return Phase.Failed.recorded(failure.error(), cause(frame, failure), atMillis);
    }
  }

  private static @Nullable String text(@Nullable Expression expression, Scope scope) {
    if (expression == null) {
      return null;
    }
    JsonNode value = expression.evaluate(scope);
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /// The cause text of a failed expression: AWS names the state and the event that entered it.
  public static String cause(Frame frame, ExpressionFailure failure) {
    return "An error occurred while executing the state '"
        + frame.state().name()
        + "' (entered at the event id #"
        + frame.enteredEventId()
        + "). "
        + failure.explanation();
  }

  /// Whether the failure leaves an `EvaluationFailed` event: failed evaluation in a JSONata state
  /// does.
  public static boolean isTold(Frame frame, ExpressionFailure failure) {
    return frame.state().queryLanguage() == QueryLanguage.JSONATA
        && failure.error().equals("States.QueryEvaluationError");
  }
}
