package io.millrace.engine.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.model.ItemReader;
import io.millrace.asl.model.ResultWriter;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.MapRunOfFrame;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Everything a Map Run needs to know, computed when it starts and again, to the same values, after
/// a restart. Immutable: whoever runs it has no need of the parent execution. Safe for concurrent
/// use.
///
/// @param id derived from the parent and the event, so that starting it twice is one start
/// @param parent the header of the execution with the Map state
/// @param label part of the ARNs of the Map Run and its children
/// @param mapRun what the parent's history tells of it
/// @param express whether children are executions of the type EXPRESS
/// @param items in the input, or null when `reading` says where they are
/// @param batching null when each child gets one item
/// @param writing what becomes of the results, or null for the state's output alone
public record MapRunPlan(
    UUID id,
    String arn,
    ExecutionHeader parent,
    String mapState,
    String label,
    MapRunOfFrame mapRun,
    boolean express,
    MapRunSettings settings,
    @Nullable List<Item> items,
    @Nullable Reading reading,
    ItemInput itemInput,
    @Nullable Batching batching,
    @Nullable Writing writing) {
  /// The parent's `MapRunStarted`.
  public long startedEventId() {
    return mapRun.startedEventId();
  }

  /// When that was, in milliseconds since the epoch.
  public long startedMillis() {
    return mapRun.startedMillis();
  }

  /// One item.
  ///
  /// @param key of an object's member, or null for an array's element
  /// @param source the URI of the object it was read from, or `STATE_DATA`
  public record Item(JsonNode value, @Nullable String key, String source) {
    /// The source of items in the state's input (developer guide, "Context object data for Map
    /// states").
    public static final String STATE_DATA = "STATE_DATA";
  }

  /// What an ItemReader is to read.
  ///
  /// @param parameters Bucket and Key, or Bucket and Prefix
  /// @param maxItems 0 for all
  /// @param itemsPointer JSON Pointer, or null
  /// @param problem why nothing can be read: the Map Run fails with it
  public record Reading(
      ItemReader reader,
      JsonNode parameters,
      long maxItems,
      @Nullable String itemsPointer,
      @Nullable String problem) {}

  /// How items are grouped.
  ///
  /// @param maxItems 0 for no such limit
  /// @param batchInput null for none
  public record Batching(int maxItems, int maxInputBytes, @Nullable JsonNode batchInput) {}

  /// What becomes of the results.
  ///
  /// @param parameters Bucket and Prefix, or null where nothing is exported
  public record Writing(ResultWriter writer, @Nullable JsonNode parameters) {}

  /// Makes an item's input of it.
  @FunctionalInterface
  public interface ItemInput {
    /// The item itself, or what ItemSelector makes of it.
    ///
    /// @throws ExpressionFailure when ItemSelector cannot be evaluated
    JsonNode of(long index, Item item);
  }
}
