package io.millrace.runtime.map.items;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The objects of a listing as items, named as `ListObjectsV2` names their parts (developer guide,
/// "ItemReader (Map)", Amazon S3 objects).
final class ListedObjects implements ItemStream {
  private final ObjectStore objects;
  private final String bucket;
  private final String prefix;
  private final ArrayDeque<ObjectStore.Entry> page = new ArrayDeque<>();
  private @Nullable String after;
  private boolean atEnd;

  ListedObjects(ObjectStore objects, String bucket, String prefix, @Nullable String after) {
    this.objects = objects;
    this.bucket = bucket;
    this.prefix = prefix;
    this.after = after;
  }

  ObjectStore.@Nullable Entry nextEntry() throws IOException {
    if (page.isEmpty() && !atEnd) {
      page.addAll(objects.list(bucket, prefix, after));
      atEnd = page.isEmpty();
    }
    ObjectStore.Entry entry = page.poll();
    if (entry != null) {
      after = entry.key();
    }
    return entry;
  }

  @Override
  public @Nullable Item next() throws IOException {
    ObjectStore.Entry entry = nextEntry();
    if (entry == null) {
      return null;
    }
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("Etag", entry.etag());
    item.put("Key", entry.key());
    item.put("LastModified", entry.lastModifiedSeconds());
    item.put("Size", entry.size());
    if (entry.storageClass() != null) {
      item.put("StorageClass", entry.storageClass());
    }
    return new Item(item, null, "S3://" + bucket);
  }

  @Override
  public @Nullable String position() {
    return after;
  }
}
