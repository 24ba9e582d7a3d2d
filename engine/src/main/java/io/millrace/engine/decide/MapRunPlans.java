package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.model.ItemBatcher;
import io.millrace.asl.model.ItemReader;
import io.millrace.asl.model.ProcessorConfig;
import io.millrace.asl.model.ResultWriter;
import io.millrace.asl.model.State;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.MapItems;
import io.millrace.engine.execution.MapRunOfFrame;
import io.millrace.engine.execution.Retries;
import io.millrace.engine.execution.Scopes;
import io.millrace.engine.map.MapRunIds;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.engine.map.MapRunSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Evaluates a distributed Map's fields. Everything here gives the same after a restart:
/// expressions see the time at which the state was entered, and draw random numbers from its event.
final class MapRunPlans {
  /// Developer guide, "ItemBatcher (Map)".
  private static final int BATCH_BYTES_MOST = 262_144;

  private MapRunPlans() {}

  /// The items in the input, or null when an ItemReader brings them.
  ///
  /// @throws ExpressionFailure when they cannot be computed
  static @Nullable List<Item> items(Execution x, Frame frame, State.Map map) {
    if (distributed(map).reader() != null) {
      return null;
    }
    JsonNode value = MapItems.evaluateAny(x, frame);
    List<Item> items = new ArrayList<>(value.size());
    if (value.isObject()) {
      value
          .properties()
          .forEach(e -> items.add(new Item(e.getValue(), e.getKey(), Item.STATE_DATA)));
    } else {
      value.forEach(element -> items.add(new Item(element, null, Item.STATE_DATA)));
    }
    return items;
  }

  static int concurrencyMax(Execution x, Frame frame, State.Map map) {
    return map.maxConcurrency() == null ? 0 : MapItems.concurrencyMax(x, frame);
  }

  /// @throws ExpressionFailure when a field cannot be evaluated
  static MapRunPlan plan(
      Execution x,
      Frame frame,
      State.Map map,
      @Nullable List<Item> items,
      int concurrencyMax,
      MapRunOfFrame mapRun) {
    State.Distributed fields = distributed(map);
    JsonNode input = MapItems.effectiveInput(x, frame);
    Scope scope = Scopes.repeatable(x, frame, input);
    MapRunSettings settings =
        new MapRunSettings(
            concurrencyMax,
            whole(map.toleratedFailureCount(), scope),
            percentage(map.toleratedFailurePercentage(), scope));
    String label = fields.label();
    if (label == null) {
      label = MapRunIds.label(x.header().stateMachineName(), map.name());
    }
    var id = MapRunIds.mapRun(x.header().id(), mapRun.startedEventId());
    return new MapRunPlan(
        id,
        MapRunIds.arn(x.header(), label, id),
        x.header(),
        map.name(),
        label,
        mapRun,
        map.config().executionType() == ProcessorConfig.ExecutionType.EXPRESS,
        settings,
        items,
        reading(fields.reader(), scope),
        itemInput(x, frame, map, input),
        batching(fields.batcher(), scope),
        writing(fields.writer(), scope));
  }

  private static State.Distributed distributed(State.Map map) {
    State.Distributed distributed = map.distributed();
    if (distributed == null) {
      throw new IllegalStateException("the Map " + map.name() + " is an inline one");
    }
    return distributed;
  }

  private static MapRunPlan.@Nullable Reading reading(@Nullable ItemReader reader, Scope scope) {
    if (reader == null) {
      return null;
    }
    JsonNode parameters =
        reader.parameters() == null
            ? JsonNodeFactory.instance.objectNode()
            : reader.parameters().evaluate(scope);
    long maxItems = 0;
    String problem = null;
    try {
      Long wanted = whole(reader.maxItems(), scope);
      maxItems = wanted == null ? 0 : wanted;
      if (maxItems < 0) {
        // Recorded: scenarios/test_map_item_reader_csv_max_items_paths[-1].
        problem = "field MaxItems must be positive";
      }
    } catch (ExpressionFailure failure) {
      if (!failure.error().equals(Retries.RUNTIME)) {
        throw failure;
      }
      problem = failure.explanation();
    }
    Expression pointer = reader.itemsPointer();
    return new MapRunPlan.Reading(
        reader,
        parameters,
        maxItems,
        pointer == null ? null : pointer.evaluate(scope).asText(),
        problem);
  }

  private static MapRunPlan.@Nullable Batching batching(
      @Nullable ItemBatcher batcher, Scope scope) {
    if (batcher == null) {
      return null;
    }
    Long items = whole(batcher.maxItems(), scope);
    Long bytes = whole(batcher.maxInputBytes(), scope);
    Expression input = batcher.batchInput();
    return new MapRunPlan.Batching(
        items == null ? 0 : (int) Math.min(items, Integer.MAX_VALUE),
        bytes == null ? BATCH_BYTES_MOST : (int) Math.min(bytes, BATCH_BYTES_MOST),
        input == null ? null : input.evaluate(scope));
  }

  private static MapRunPlan.@Nullable Writing writing(@Nullable ResultWriter writer, Scope scope) {
    if (writer == null) {
      return null;
    }
    Expression parameters = writer.parameters();
    return new MapRunPlan.Writing(writer, parameters == null ? null : parameters.evaluate(scope));
  }

  private static MapRunPlan.ItemInput itemInput(
      Execution x, Frame frame, State.Map map, JsonNode input) {
    Expression selector = map.itemSelector();
    if (selector == null) {
      return (_, item) -> item.key() == null ? item.value() : entry(item);
    }
    ObjectNode context = Scopes.context(x, frame, null, frame.retryCount());
    Map<String, JsonNode> variables = Map.copyOf(frame.variables());
    Instant entered = Instant.ofEpochMilli(frame.enteredMillis());
    long seed = x.header().seed() ^ (frame.enteredEventId() * 0xD1B54A32D192ED03L);
    return (index, item) ->
        selector.evaluate(
            new Scope(
                input,
                () -> withItem(context, index, item),
                variables,
                null,
                null,
                new SplittableRandom(seed ^ (index << 20)),
                () -> entered));
  }

  /// A member of an object as an item (developer guide, "Map state processing modes").
  private static JsonNode entry(Item item) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("Key", item.key());
    entry.set("Value", item.value());
    return entry;
  }

  /// The context object with the item (developer guide, "Context object data for Map states").
  private static ObjectNode withItem(ObjectNode context, long index, Item item) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.setAll(context);
    ObjectNode described = all.putObject("Map").putObject("Item");
    described.put("Index", index);
    if (item.key() != null) {
      described.put("Key", item.key());
    }
    described.set("Value", item.value());
    described.put("Source", item.source());
    return all;
  }

  private static @Nullable Long whole(@Nullable Expression expression, Scope scope) {
    if (expression == null) {
      return null;
    }
    // The language's number rules have checked it.
    return (long) expression.evaluate(scope).doubleValue();
  }

  private static @Nullable Double percentage(@Nullable Expression expression, Scope scope) {
    return expression == null ? null : expression.evaluate(scope).doubleValue();
  }
}
