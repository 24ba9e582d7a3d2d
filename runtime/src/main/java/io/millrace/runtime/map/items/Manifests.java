package io.millrace.runtime.map.items;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.ItemReader;
import io.millrace.asl.model.ItemReader.CsvDelimiter;
import io.millrace.asl.model.ItemReader.CsvHeader;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.map.MapRunPlan.Item;
import io.millrace.runtime.map.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Objects that name other objects with the items: an Amazon S3 inventory's `manifest.json`, whose
/// files are CSV with the columns it lists (Amazon S3 user guide, "Inventory manifest"), and an
/// Athena query's manifest, a list of URIs of files in CSV or JSONL (developer guide, "ItemReader
/// (Map)").
final class Manifests {
  private static final int MANIFEST_BYTES_MOST = 64 << 20;

  private Manifests() {}

  static ItemStream open(ObjectStore objects, MapRunPlan.Reading reading, ItemStreams.Location at)
      throws IOException, ItemReadingException {
    return reading.reader().manifest() == ItemReader.ManifestType.ATHENA_DATA
        ? athena(objects, reading, at)
        : inventory(objects, reading, at);
  }

  private static ItemStream inventory(
      ObjectStore objects, MapRunPlan.Reading reading, ItemStreams.Location at)
      throws IOException, ItemReadingException {
    JsonNode manifest;
    try {
      manifest = Json.parse(text(objects, at));
    } catch (JsonProcessingException e) {
      throw new ItemReadingException("The manifest is not JSON: " + e.getOriginalMessage());
    }
    if (!manifest.path("fileFormat").asText("CSV").equals("CSV")) {
      throw new ItemReadingException(
          "This version of Millrace reads inventories in CSV only, and this one is "
              + manifest.path("fileFormat").asText());
    }
    String destination = manifest.path("destinationBucket").asText(at.bucket());
    String bucket = destination.substring(destination.lastIndexOf(':') + 1);
    List<ItemStreams.Location> files = new ArrayList<>();
    for (JsonNode file : manifest.path("files")) {
      files.add(new ItemStreams.Location(bucket, file.path("key").asText(), null));
    }
    List<String> columns =
        Arrays.stream(manifest.path("fileSchema").asText().split(",")).map(String::strip).toList();
    ItemReader rows =
        new ItemReader(
            ItemReader.Source.GET_OBJECT,
            null,
            ItemReader.InputType.CSV,
            CsvDelimiter.COMMA,
            CsvHeader.GIVEN,
            columns,
            null,
            false,
            null,
            null);
    return new Files(
        files,
        file ->
            ItemStreams.decoded(
                rows, ItemReader.InputType.CSV, reading, bytes(objects, file), file.uri()));
  }

  private static ItemStream athena(
      ObjectStore objects, MapRunPlan.Reading reading, ItemStreams.Location at)
      throws IOException, ItemReadingException {
    List<ItemStreams.Location> files = new ArrayList<>();
    for (String line : text(objects, at).lines().map(String::strip).toList()) {
      if (!line.isEmpty()) {
        files.add(location(line));
      }
    }
    ItemReader.InputType type =
        reading.reader().inputType() == ItemReader.InputType.JSONL
            ? ItemReader.InputType.JSONL
            : ItemReader.InputType.CSV;
    return new Files(
        files,
        file ->
            ItemStreams.decoded(reading.reader(), type, reading, bytes(objects, file), file.uri()));
  }

  private static ItemStreams.Location location(String uri) throws ItemReadingException {
    String[] parts = uri.replaceFirst("(?i)^s3://", "").split("/", 2);
    if (parts.length < 2) {
      throw new ItemReadingException("The manifest has a line that is no object's URI: " + uri);
    }
    return new ItemStreams.Location(parts[0], parts[1], null);
  }

  private static InputStream bytes(ObjectStore objects, ItemStreams.Location file)
      throws IOException {
    InputStream bytes = objects.read(file.bucket(), file.key(), null);
    return file.key().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
  }

  private static String text(ObjectStore objects, ItemStreams.Location at)
      throws IOException, ItemReadingException {
    try (InputStream bytes = objects.read(at.bucket(), at.key(), at.versionId())) {
      byte[] all = bytes.readNBytes(MANIFEST_BYTES_MOST + 1);
      if (all.length > MANIFEST_BYTES_MOST) {
        throw new ItemReadingException(
            "The manifest is larger than " + MANIFEST_BYTES_MOST + " bytes");
      }
      return new String(all, StandardCharsets.UTF_8);
    }
  }

  /// Opens one of the files.
  private interface Opener {
    ItemStream open(ItemStreams.Location file) throws IOException, ItemReadingException;
  }

  /// The items of one file after the other.
  private static final class Files implements ItemStream {
    private final ArrayDeque<ItemStreams.Location> left;
    private final Opener opener;
    private @Nullable ItemStream current;

    Files(List<ItemStreams.Location> files, Opener opener) {
      this.left = new ArrayDeque<>(files);
      this.opener = opener;
    }

    @Override
    public @Nullable Item next() throws IOException, ItemReadingException {
      while (true) {
        if (current != null) {
          Item item = current.next();
          if (item != null) {
            return item;
          }
          close();
        }
        ItemStreams.Location file = left.poll();
        if (file == null) {
          return null;
        }
        current = opener.open(file);
      }
    }

    @Override
    public void close() throws IOException {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
