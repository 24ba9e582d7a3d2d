package io.millrace.runtime.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.ResultWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The result files of one kind: `SUCCEEDED_0.json`, `SUCCEEDED_1.json`, and so on. Each is written
/// to a temporary file first and becomes an object as a whole. Used by one thread.
final class ResultFiles implements AutoCloseable {
  /// Developer guide, "ResultWriter (Map)": the largest file.
  private static final long BYTES_MOST = 5L << 30;

  private static final int WRITING_ATTEMPTS_MOST = 5;
  private static final long WRITING_PAUSE_MILLIS = 50;

  private final ObjectStore objects;
  private final String bucket;
  private final String folder;
  private final String kind;
  private final boolean lines;
  private final ArrayNode written = JsonNodeFactory.instance.arrayNode();
  private @Nullable Path file;
  private @Nullable OutputStream out;
  private long size;

  /// @param folder of the objects, with its last slash
  /// @param kind `SUCCEEDED`, `FAILED` or `PENDING`
  ResultFiles(
      ObjectStore objects,
      String bucket,
      String folder,
      String kind,
      ResultWriter.OutputType type) {
    this.objects = objects;
    this.bucket = bucket;
    this.folder = folder;
    this.kind = kind;
    this.lines = type == ResultWriter.OutputType.JSONL;
  }

  void add(JsonNode result) throws IOException, InterruptedException {
    byte[] bytes = Json.write(result).getBytes(StandardCharsets.UTF_8);
    if (out != null && size + bytes.length + 2 > BYTES_MOST) {
      finish();
    }
    OutputStream to = out;
    if (to == null) {
      Path fresh = Files.createTempFile("millrace-results", ".json");
      file = fresh;
      to = new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16);
      out = to;
      size = 0;
      if (!lines) {
        put(to, "[".getBytes(StandardCharsets.UTF_8));
      }
    } else {
      put(to, (lines ? "\n" : ",").getBytes(StandardCharsets.UTF_8));
    }
    put(to, bytes);
  }

  private void put(OutputStream to, byte[] bytes) throws IOException {
    to.write(bytes);
    size += bytes.length;
  }

  /// Puts the last file; the manifest's list of all.
  ArrayNode finish() throws IOException, InterruptedException {
    OutputStream to = out;
    Path done = file;
    if (to == null || done == null) {
      return written;
    }
    if (!lines) {
      put(to, "]".getBytes(StandardCharsets.UTF_8));
    }
    to.close();
    out = null;
    String key = folder + kind + "_" + written.size() + (lines ? ".jsonl" : ".json");
    put(objects, bucket, key, done);
    written.addObject().put("Key", key).put("Size", size);
    close();
    return written;
  }

  /// Writes an object, again when that fails and was not refused.
  static void put(ObjectStore objects, String bucket, String key, Path content)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        objects.write(bucket, key, content);
        return;
      } catch (ObjectStore.RefusedException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == WRITING_ATTEMPTS_MOST) {
          throw e;
        }
        Thread.sleep(WRITING_PAUSE_MILLIS << attempt);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
    if (file != null) {
      Files.deleteIfExists(file);
      file = null;
    }
  }
}
