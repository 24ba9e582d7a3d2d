package io.millrace.triggers.pipe.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The file of pipes. It is replaced as a whole and flushed, so that a kill leaves the old or the
/// new one.
record PipeStore(Path file) {

  /// Pipes by name; none when there is no file.
  ///
  /// @throws IOException when it cannot be read or is no file of pipes
  NavigableMap<String, PipeRecord> load() throws IOException {
    TreeMap<String, PipeRecord> pipes = new TreeMap<>();
    if (!Files.exists(file)) return pipes;
    JsonNode stored = Json.parse(Files.readString(file));
    if (stored == null || !stored.path("Pipes").isArray()) {
      throw new IOException(file + " is no file of pipes; move it away to start without pipes");
    }
    for (JsonNode pipe : stored.get("Pipes")) {
      String name = pipe.path("Name").asText();
      pipes.put(
          name,
          new PipeRecord(
              name,
              (ObjectNode) pipe.get("Document"),
              pipe.path("CreatedMillis").asLong(),
              pipe.path("ModifiedMillis").asLong()));
    }
    return pipes;
  }

  void save(Collection<PipeRecord> pipes) throws IOException {
    ObjectNode all = Json.MAPPER.createObjectNode();
    ArrayNode list = all.putArray("Pipes");
    for (PipeRecord pipe : pipes) {
      ObjectNode stored = list.addObject();
      stored.put("Name", pipe.name());
      stored.set("Document", pipe.document());
      stored.put("CreatedMillis", pipe.createdMillis());
      stored.put("ModifiedMillis", pipe.modifiedMillis());
    }
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = folder.resolve(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(Json.write(all).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
