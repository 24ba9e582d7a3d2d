package io.millrace.runtime.map.items;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What the children of a Map Run are given, one after the other: items are read, made into inputs,
/// and grouped.
///
/// Items are not stored. A restart reads them again and goes on after those that children have been
/// started for: a listing by its key; everything else by counting, with a checksum of what is
/// passed over, so that a changed object is noticed and never mistaken for the one before. Used by
/// one thread.
public final class ItemFeed implements AutoCloseable {
  private final MapRunPlan plan;
  private final ItemStream stream;
  private final CRC32C checksum = new CRC32C();
  private final long itemsMost;
  private final boolean isChecked;
  private long itemsRead;
  private @Nullable Input held;

  /// What one child gets.
  ///
  /// @param mark tells a later feed to go on after it
  public record Next(Payload input, int itemCount, String mark) {}

  private record Input(JsonNode node, int bytes, String mark) {}

  private ItemFeed(MapRunPlan plan, ItemStream stream, long itemsBefore) {
    this.plan = plan;
    this.stream = stream;
    this.itemsRead = itemsBefore;
    MapRunPlan.Reading reading = plan.reading();
    this.isChecked = reading != null;
    this.itemsMost =
        reading == null || reading.maxItems() == 0 ? Long.MAX_VALUE : reading.maxItems();
  }

  /// Opens the items, after so many that children have been started for.
  ///
  /// @param mark of the last of those children, or null when there is none
  /// @throws ItemReadingException when they cannot be read, or are not those of before any more
  public static ItemFeed open(
      MapRunPlan plan, ObjectStore objects, long itemsBefore, @Nullable String mark)
      throws IOException, ItemReadingException {
    boolean isPosition = mark != null && mark.startsWith(POSITION);
    ItemStream stream =
        ItemStreams.open(plan, objects, isPosition ? mark.substring(POSITION.length()) : null);
    try {
      ItemFeed feed = new ItemFeed(plan, stream, isPosition ? itemsBefore : 0);
      if (!isPosition && mark != null) {
        feed.passOver(itemsBefore, mark);
      }
      return feed;
    } catch (IOException | ItemReadingException e) {
      stream.close();
      throw e;
    }
  }

  private static final String POSITION = "after ";

  private void passOver(long count, String mark) throws IOException, ItemReadingException {
    String reached = mark;
    while (itemsRead < count) {
      Item item = stream.next();
      if (item == null) {
        throw changed();
      }
      reached = mark(item);
    }
    if (!reached.equals(mark)) {
      throw changed();
    }
  }

  static ItemReadingException changed() {
    return new ItemReadingException(
        "The items have changed since the Map Run began, so it cannot go on after a restart.");
  }

  private String mark(Item item) {
    itemsRead++;
    if (!isChecked) {
      return "";
    }
    String position = stream.position();
    if (position != null) {
      return POSITION + position;
    }
    checksum.update(Json.write(item.value()).getBytes(StandardCharsets.UTF_8));
    return itemsRead + " " + Long.toHexString(checksum.getValue());
  }

  /// Items that have been read.
  public long itemsRead() {
    return itemsRead;
  }

  /// What the next child gets, or null when all items have been given.
  ///
  /// @throws io.millrace.asl.expression.ExpressionFailure when ItemSelector cannot be evaluated
  public @Nullable Next next() throws IOException, ItemReadingException {
    MapRunPlan.Batching batching = plan.batching();
    if (batching == null) {
      Input input = nextInput(false);
      return input == null ? null : new Next(Payload.ofNode(input.node), 1, input.mark);
    }
    return batch(batching);
  }

  private @Nullable Next batch(MapRunPlan.Batching batching)
      throws IOException, ItemReadingException {
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    if (batching.batchInput() != null) {
      batch.set("BatchInput", batching.batchInput());
    }
    ArrayNode items = batch.putArray("Items");
    long bytes = bytes(batch);
    String mark = "";
    Input input = held == null ? nextInput(true) : held;
    held = null;
    while (input != null) {
      long with = bytes + input.bytes + (items.isEmpty() ? 0 : 1);
      if (!items.isEmpty() && with > batching.maxInputBytes()) {
        held = input;
        break;
      }
      items.add(input.node);
      bytes = with;
      mark = input.mark;
      if (items.size() == batching.maxItems()) {
        break;
      }
      input = nextInput(true);
    }
    return items.isEmpty() ? null : new Next(Payload.ofNode(batch), items.size(), mark);
  }

  private @Nullable Input nextInput(boolean measured) throws IOException, ItemReadingException {
    if (itemsRead >= itemsMost) {
      return null;
    }
    Item item = stream.next();
    if (item == null) {
      return null;
    }
    long index = itemsRead;
    String mark = mark(item);
    JsonNode node = plan.itemInput().of(index, item);
    return new Input(node, measured ? bytes(node) : 0, mark);
  }

  private static int bytes(JsonNode node) {
    return Json.write(node).getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
