package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one evaluation may cost. It counts steps instead of reading a clock, so that the same
/// expression on the same data always ends the same way. Used by one thread, for one evaluation.
final class Budget implements Jsonata.EntryCallback, Jsonata.ExitCallback {
  /// Measured on AWS: a nesting of 100 is evaluated, 101 is refused.
  static final int DEPTH_MAX = 100;

  /// Measured on AWS: `[1..873782]` is made, one element more is refused.
  static final int ELEMENTS_MAX = 873_782;

  /// The same bound in characters of a text: 8 bytes an element, one a character.
  static final int CHARACTERS_MAX = ELEMENTS_MAX * 8;

  /// Ours, in the place of AWS's time limit: about a second of work.
  static final int STEPS_MAX = 5_000_000;

  private int depth;
  private int steps;

  @Override
  public void callback(Parser.Symbol expression, @Nullable Object input, Jsonata.Frame frame) {
    depth++;
    steps++;
    if (depth > DEPTH_MAX) {
      throw new JException(
          "Stack overflow error: Check for non-terminating recursive function. Consider rewriting"
              + " as tail-recursive.");
    }
    if (steps > STEPS_MAX) {
      throw new JException("Expression evaluation timeout: Check for infinite loop");
    }
  }

  @Override
  public void callback(
      Parser.Symbol expression,
      @Nullable Object input,
      Jsonata.Frame frame,
      @Nullable Object result) {
    depth--;
    boolean tooLarge =
        (result instanceof List<?> list && list.size() > ELEMENTS_MAX)
            || (result instanceof String text && text.length() > CHARACTERS_MAX);
    if (tooLarge) {
      throw new JException("Expression evaluation memory limit exceeded");
    }
  }

  /// Whether what just failed was the whole expression, not a part of it.
  boolean isAtTop() {
    return depth == 1;
  }
}
