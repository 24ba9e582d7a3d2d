package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.State;
import java.util.ArrayList;
import java.util.List;

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
    JsonNode value = evaluateAny(x, frame);
    List<JsonNode> items = new ArrayList<>(value.size());
    value.forEach(items::add);
    return items;
  }

  /// The array, or for a distributed Map the object, that holds the items. That it is one is
  /// checked by the expression: every Map without an ItemReader has one.
  ///
  /// @throws ExpressionFailure when they cannot be computed
  public static JsonNode evaluateAny(Execution x, Frame frame) {
    State.Map map = (State.Map) frame.state();
    Expression from = map.items();
    if (from == null) {
      throw new IllegalStateException("the Map " + map.name() + " does not say what its items are");
    }
    return from.evaluate(Scopes.repeatable(x, frame, effectiveInput(x, frame)));
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
