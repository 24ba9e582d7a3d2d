package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Reads outputs whole, into memory.
///
/// @param bytesMax more than this is refused with [ValueTooLargeException] before it is read
public record ValueReader<T>(ObjectStore store, JavaType type, long bytesMax) {

  /// The output as one value; records become an array.
  public T read(StageOutput output) {
    requireSize(output);
    try {
      var reader = StageJson.MAPPER.readerFor(type);
      T value =
          output.format() == Format.VALUE
              ? reader.readValue(bytes(output))
              : reader.readValue(array(output));
      if (value == null) {
        throw new RecordUnreadableException(output.folder() + " holds null.");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new RecordUnreadableException(
          output.folder() + " holds no " + type.toCanonical() + ": " + StageJson.firstLine(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(output.folder() + ": " + e.getMessage(), e);
    }
  }

  private void requireSize(StageOutput output) {
    if (output.bytes() > bytesMax) {
      throw new ValueTooLargeException(
          output.folder()
              + " has "
              + output.bytes()
              + " bytes; a value may have "
              + bytesMax
              + ". Make the stage that reads it a RecordStage, or raise STAGES_VALUE_BYTES_MAX with"
              + " the function's memory.");
    }
  }

  private byte[] bytes(StageOutput output) throws IOException {
    try (var part = PartInput.open(store, output, output.parts().getFirst())) {
      var bytes = part.readAllBytes();
      part.verify();
      return bytes;
    }
  }

  private JsonNode array(StageOutput output) {
    var array = StageJson.MAPPER.createArrayNode();
    var any = StageJson.MAPPER.constructType(JsonNode.class);
    try (var records = new StoredRecords<JsonNode>(store, output, any)) {
      records.forEach(array::add);
      records.finish();
    }
    return array;
  }
}
