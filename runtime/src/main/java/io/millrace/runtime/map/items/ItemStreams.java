package io.millrace.runtime.map.items;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.ItemReader;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.runtime.map.ObjectStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens the stream that a plan's items come from.
final class ItemStreams {
  private ItemStreams() {}

  /// @param after the position to go on after, or null for the beginning
  static ItemStream open(MapRunPlan plan, ObjectStore objects, @Nullable String after)
      throws IOException, ItemReadingException {
    List<Item> items = plan.items();
    if (items != null) {
      Iterator<Item> all = items.iterator();
      return () -> all.hasNext() ? all.next() : null;
    }
    MapRunPlan.Reading reading = plan.reading();
    if (reading == null) {
      throw new IllegalStateException(plan.arn() + " has neither items nor a reader");
    }
    if (reading.problem() != null) {
      throw new ItemReadingException(reading.problem());
    }
    String bucket = text(reading.parameters(), "Bucket");
    ItemReader reader = reading.reader();
    if (reader.source() == ItemReader.Source.LIST_OBJECTS) {
      String prefix = reading.parameters().path("Prefix").asText("");
      if (!reader.flatten()) {
        return new ListedObjects(objects, bucket, prefix, after);
      }
      String key = after == null ? null : LoadedObjects.keyOf(after);
      ListedObjects listed = new ListedObjects(objects, bucket, prefix, key);
      return new LoadedObjects(listed, objects, reading, bucket, after);
    }
    return object(
        objects,
        reading,
        new Location(
            bucket,
            text(reading.parameters(), "Key"),
            reading.parameters().path("VersionId").textValue()));
  }

  /// Where an object is.
  record Location(String bucket, String key, @Nullable String versionId) {
    /// As the context object names it.
    String uri() {
      return "S3://" + bucket + "/" + key;
    }
  }

  /// The items in one object.
  static ItemStream object(ObjectStore objects, MapRunPlan.Reading reading, Location at)
      throws IOException, ItemReadingException {
    ItemReader reader = reading.reader();
    ItemReader.InputType type = reader.inputType();
    if (type == null) {
      throw new ItemReadingException(
          "ReaderConfig.InputType is required to read the object s3://"
              + at.bucket()
              + "/"
              + at.key());
    }
    if (type == ItemReader.InputType.PARQUET) {
      throw new ItemReadingException(
          "This version of Millrace cannot read Parquet. Convert the object to JSONL or CSV.");
    }
    if (type == ItemReader.InputType.MANIFEST
        || reader.manifest() == ItemReader.ManifestType.ATHENA_DATA) {
      return Manifests.open(objects, reading, at);
    }
    InputStream bytes = objects.read(at.bucket(), at.key(), at.versionId());
    try {
      return decoded(reader, type, reading, new BufferedInputStream(bytes), at.uri());
    } catch (IOException | ItemReadingException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /// The items in the bytes of an object that is no manifest.
  static ItemStream decoded(
      ItemReader reader,
      ItemReader.InputType type,
      MapRunPlan.Reading reading,
      InputStream bytes,
      String uri)
      throws IOException, ItemReadingException {
    return switch (type) {
      case CSV -> CsvItems.open(bytes, reader, uri);
      case JSONL -> new JsonLinesItems(bytes, uri);
      case JSON -> JsonItems.open(bytes, reading.itemsPointer(), uri);
      case PARQUET, MANIFEST -> throw new IllegalStateException("not a text: " + type);
    };
  }

  private static String text(JsonNode parameters, String field) throws ItemReadingException {
    JsonNode value = parameters.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new ItemReadingException("ItemReader needs the parameter " + field + ", a string.");
    }
    return value.textValue();
  }
}
