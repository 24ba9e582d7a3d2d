package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a Map iterates over: computed when it starts, and again, to the same result, after a
/// restart.
public final class MapItems {
  private MapItems() {}

  /// The items of a running Map, kept in its children.
  ///
  /// @throws ExpressionFailure when they cannot be computed
  public static List<JsonNode> of(Execution x, Frame frame, Children children) {
    List<JsonNode> known = children.items();
    if (known == null) {
      known = evaluate(x, frame);
      children.prepare(known, concurrencyMax(x, frame));
    }
    return known;
  }

  /// The items.
  ///
  /// @throws ExpressionFailure when they cannot be computed
  public static List<JsonNode> evaluate(Execution x, Frame frame) {
    State.Map map = (State.Map) frame.state();
    JsonNode input = effectiveInput(x, frame);
    Expression from = map.items();
    JsonNode value = from == null ? input : from.evaluate(Scopes.repeatable(x, frame, input));
    if (!value.isArray()) {
      throw notAnArray(map, from, value);
    }
    List<JsonNode> items = new ArrayList<>(value.size());
    value.forEach(items::add);
    return items;
  }

  /// At most so many iterations at once; 0 for no limit.
  ///
  /// @throws ExpressionFailure when it is no integer of 0 or more
  public static int concurrencyMax(Execution x, Frame frame) {
    Expression most = ((State.Map) frame.state()).maxConcurrency();
    if (most == null) {
      return 0;
    }
    JsonNode value = most.evaluate(Scopes.repeatable(x, frame, effectiveInput(x, frame)));
    if (!value.isIntegralNumber() || value.longValue() < 0) {
      throw new ExpressionFailure(
          Retries.RUNTIME,
          "Expected non-negative integer for MaxConcurrency, but got: " + value + ".",
          "MaxConcurrency");
    }
    return (int) Math.min(value.longValue(), Integer.MAX_VALUE);
  }

  /// `$` of the Map's fields.
  public static JsonNode effectiveInput(Execution x, Frame frame) {
    JsonNode raw = frame.input().node();
    return switch (frame.state().flow()) {
      case DataFlow.JsonPath path -> {
        Expression inputPath = path.inputPath();
        yield inputPath == null ? raw : inputPath.evaluate(Scopes.repeatable(x, frame, raw));
      }
      case DataFlow.Jsonata _ -> raw;
    };
  }

  private static ExpressionFailure notAnArray(
      State.Map map, @Nullable Expression from, JsonNode value) {
    if (map.queryLanguage() == QueryLanguage.JSONATA) {
      // Recorded: scenarios/test_map_state_items_input_types.
      return new ExpressionFailure(
          "States.QueryEvaluationError",
          "Map state input must be an array but was: " + kind(value),
          null);
    }
    return new ExpressionFailure(
        Retries.RUNTIME,
        from == null
            ? "Map state input must be an array but was: " + kind(value)
            : "Reference path \"" + from.text() + "\" must point to array.",
        null);
  }

  private static String kind(JsonNode value) {
    return value.toString();
  }

  /// The input of an iteration: the item itself, or what ItemSelector makes of it.
  ///
  /// @throws ExpressionFailure when ItemSelector cannot be evaluated
  public static JsonNode iterationInput(Execution x, Frame map, Frame iteration, long nowMillis) {
    JsonNode item = iteration.mapItem();
    Expression selector = ((State.Map) map.state()).itemSelector();
    if (item == null) {
      throw new IllegalStateException("iteration " + iteration.index() + " has no item");
    }
    if (selector == null) {
      return item;
    }
    JsonNode input = effectiveInput(x, map);
    Scope own = Scopes.once(x, iteration, input, Scopes.Use.ITEM_SELECTOR, null, nowMillis);
    Scope scope =
        new Scope(
            input,
            () -> contextWithItem(x, map, iteration),
            map.variables(),
            null,
            null,
            own.random(),
            own.time());
    return selector.evaluate(scope);
  }

  private static JsonNode contextWithItem(Execution x, Frame map, Frame iteration) {
    var context = Scopes.context(x, map, null, map.retryCount());
    var item = context.putObject("Map").putObject("Item");
    item.put("Index", iteration.index());
    item.set("Value", iteration.mapItem());
    return context;
  }
}
