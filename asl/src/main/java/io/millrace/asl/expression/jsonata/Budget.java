package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one evaluation may cost. It counts work instead of reading a clock, so that the same
/// expression on the same data always ends the same way: steps of the evaluator, and the elements
/// and characters that a step, a function or a regular expression reads or makes. Used by one
/// thread, for one evaluation.
final class Budget implements Jsonata.EntryCallback, Jsonata.ExitCallback {
  /// The budget of the evaluation that runs on this thread; the library's functions get nothing
  /// passed in which they could find it.
  static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

  /// Measured on AWS: a nesting of 100 is evaluated, 101 is refused.
  static final int DEPTH_MAX = 100;

  /// Measured on AWS: `[1..873782]` is made, one element more is refused.
  static final int ELEMENTS_MAX = 873_782;

  /// The same bound in characters of a text: 8 bytes an element, one a character.
  static final int CHARACTERS_MAX = ELEMENTS_MAX * 8;

  /// The costs, in units of about five nanoseconds.
  static final int STEP = 64;

  static final int ELEMENT = 8;
  static final int ELEMENT_COPIED = 4;
  static final int CHARACTER = 1;

  /// Ours, in the place of AWS's time limit.
  static final long WORK_MAX = 2_000_000L * STEP;

  private final CostlyParts parts;
  private final Deque<Level> open = new ArrayDeque<>();
  private long work;

  /// Values that joins have bound to names so far; each combination has its own.
  private long bound;

  Budget(CostlyParts parts) {
    this(parts, 0);
  }

  /// A budget of which some is spent before.
  Budget(CostlyParts parts, long spent) {
    this.parts = parts;
    this.work = spent;
  }

  /// What one part that is being evaluated has joined so far.
  private static final class Level {
    long appended;
    @Nullable Map<Object, Integer> grouped;
  }

  /// Pays for work before it is done.
  ///
  /// @throws JException when that is more than is left
  void charge(long units) {
    work += units;
    if (work > WORK_MAX || work < 0) {
      throw new JException("Expression evaluation timeout: Check for infinite loop");
    }
  }

  long work() {
    return work;
  }

  /// Refuses a text or an array before it is made.
  static void limit(long size, long max) {
    if (size > max) {
      throw new JException(
          "Expression evaluation memory limit exceeded: Check for excessive memory usage");
    }
  }

  @Override
  public void callback(Parser.Symbol expression, @Nullable Object input, Jsonata.Frame frame) {
    open.push(new Level());
    if (open.size() > DEPTH_MAX) {
      throw new JException(
          "Stack overflow error: Check for non-terminating recursive function. Consider rewriting"
              + " as tail-recursive.");
    }
    charge(STEP);
    if (input instanceof List || input instanceof Map) {
      switch (parts.reads(expression)) {
        case LISTS -> charge(Weight.lists(input, this));
        case ALL -> Weight.charge(input, this);
        case NOTHING -> {}
      }
    }
  }

  @Override
  public void callback(
      Parser.Symbol expression,
      @Nullable Object input,
      Jsonata.Frame frame,
      @Nullable Object result) {
    open.pop();
    int size = result instanceof List<?> list ? list.size() : 1;
    limit(size, ELEMENTS_MAX);
    limit(result instanceof String text ? text.length() : 0, CHARACTERS_MAX);
    int cells = parts.cells(expression);
    if (cells > 0) {
      bound += (long) size * cells;
      limit(bound, ELEMENTS_MAX);
      charge((long) size * cells * ELEMENT);
    }
    if (parts.makes(expression)) {
      charge(result instanceof String text ? text.length() : (long) size * ELEMENT_COPIED);
    }
    switch (parts.use(expression)) {
      case OPERAND -> Weight.charge(result, this);
      case TEXT -> Weight.chargeText(result, false, this);
      case COPIED -> {
        Weight.chargeText(result, false, this);
        Weight.charge(result, this);
      }
      case ELEMENT -> element(size);
      case KEY -> key(result);
      case PROCEDURE -> procedure(result);
      case OTHER -> {}
    }
  }

  /// The library copies what an array constructor has so far for each of its elements.
  private void element(int size) {
    Level level = open.peek();
    if (level != null) {
      level.appended += size;
      charge(level.appended / 4);
    }
  }

  /// The library prints what it cannot call. It has a better error for a name without its dollar
  /// sign.
  private static void procedure(@Nullable Object result) {
    Object called = result instanceof List<?> list && list.size() == 1 ? list.getFirst() : result;
    boolean nothing = called == null || (called instanceof List<?> list && list.isEmpty());
    if (!nothing && !Operators.isFunction(called)) {
      throw new Failure("T1006", "Attempted to invoke a non-function");
    }
  }

  /// The library copies what a group has so far for each of its members.
  private void key(@Nullable Object key) {
    Level level = open.peek();
    if (level != null && key instanceof String text) {
      charge(text.length());
      if (level.grouped == null) {
        level.grouped = new HashMap<>();
      }
      charge(level.grouped.merge(key, 1, Integer::sum) / 2);
    }
  }
}
