package io.millrace.runtime.map.items;

import io.millrace.asl.json.Json;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The items in the objects of a listing, object after object (`Transformation` LOAD_AND_FLATTEN).
/// Its position is an object's key, how many of that object's items have been given, and their
/// checksum: a later reading notices when the object has changed.
final class LoadedObjects implements ItemStream {
  private final ListedObjects listed;
  private final ObjectStore objects;
  private final MapRunPlan.Reading reading;
  private final String bucket;
  private @Nullable ItemStream current;
  private String key = "";
  private long given;
  private final CRC32C checksum = new CRC32C();

  LoadedObjects(
      ListedObjects listed,
      ObjectStore objects,
      MapRunPlan.Reading reading,
      String bucket,
      @Nullable String after)
      throws IOException, ItemReadingException {
    this.listed = listed;
    this.objects = objects;
    this.reading = reading;
    this.bucket = bucket;
    if (after != null) {
      passOver(after);
    }
  }

  private void passOver(String position) throws IOException, ItemReadingException {
    long passed = Long.parseLong(position.substring(0, position.indexOf(' ')));
    ItemStream object = open(keyOf(position));
    try {
      while (given < passed) {
        Item item = object.next();
        if (item == null) {
          throw ItemFeed.changed();
        }
        give(item);
      }
      if (!position().equals(position)) {
        throw ItemFeed.changed();
      }
    } catch (IOException | ItemReadingException e) {
      object.close();
      throw e;
    }
  }

  private Item give(Item item) {
    given++;
    checksum.update(Json.write(item.value()).getBytes(StandardCharsets.UTF_8));
    return item;
  }

  /// The key that the listing is to go on after, given a position of this stream.
  static String keyOf(String position) {
    return position.substring(position.indexOf(' ', position.indexOf(' ') + 1) + 1);
  }

  private ItemStream open(String which) throws IOException, ItemReadingException {
    key = which;
    given = 0;
    checksum.reset();
    ItemStream object =
        ItemStreams.object(objects, reading, new ItemStreams.Location(bucket, which, null));
    current = object;
    return object;
  }

  @Override
  public @Nullable Item next() throws IOException, ItemReadingException {
    while (true) {
      if (current != null) {
        Item item = current.next();
        if (item != null) {
          return give(item);
        }
        current.close();
        current = null;
      }
      ObjectStore.Entry entry = listed.nextEntry();
      if (entry == null) {
        return null;
      }
      if (entry.size() > 0) {
        var _ = open(entry.key());
      }
    }
  }

  @Override
  public String position() {
    return given + " " + Long.toHexString(checksum.getValue()) + " " + key;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
