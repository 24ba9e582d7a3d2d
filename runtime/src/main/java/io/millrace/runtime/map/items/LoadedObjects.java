package io.millrace.runtime.map.items;

import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The items in the objects of a listing, object after object (`Transformation` LOAD_AND_FLATTEN).
/// Its position is an object's key and how many of that object's items have been given.
final class LoadedObjects implements ItemStream {
  private final ListedObjects listed;
  private final ObjectStore objects;
  private final MapRunPlan.Reading reading;
  private final String bucket;
  private @Nullable ItemStream current;
  private String key = "";
  private long given;

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
      int space = after.indexOf(' ');
      long passed = Long.parseLong(after.substring(0, space));
      open(after.substring(space + 1));
      while (given < passed) {
        if (next() == null) {
          return;
        }
      }
    }
  }

  /// The key that the listing is to go on after, given a position of this stream.
  static String keyOf(String position) {
    return position.substring(position.indexOf(' ') + 1);
  }

  private void open(String which) throws IOException, ItemReadingException {
    key = which;
    given = 0;
    current = ItemStreams.object(objects, reading, new ItemStreams.Location(bucket, which, null));
  }

  @Override
  public @Nullable Item next() throws IOException, ItemReadingException {
    while (true) {
      if (current != null) {
        Item item = current.next();
        if (item != null) {
          given++;
          return item;
        }
        current.close();
        current = null;
      }
      ObjectStore.Entry entry = listed.nextEntry();
      if (entry == null) {
        return null;
      }
      if (entry.size() > 0) {
        open(entry.key());
      }
    }
  }

  @Override
  public String position() {
    return given + " " + key;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
