package io.millrace.pipelines.book.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.ObjectLocation;
import java.io.IOException;
import java.util.Map;

/// JSON objects in the store. Unknown fields are skipped, so that an older function reads what a
/// newer one wrote.
final class Json {
  static final String MEDIA_TYPE = "application/json";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(SerializationFeature.INDENT_OUTPUT, true);

  private Json() {}

  static <T> T read(ArtifactStore objects, ObjectLocation location, Class<T> type) {
    try {
      return MAPPER.readValue(objects.readBytes(location), type);
    } catch (IOException e) {
      throw new InvalidRequestException(
          "The object "
              + location
              + " is not the JSON that this version writes ("
              + e.getMessage()
              + "). Run the book again with force.");
    }
  }

  static void write(
      ArtifactStore objects, ObjectLocation location, Object value, Map<String, String> metadata) {
    objects.put(location, bytes(value), MEDIA_TYPE, metadata);
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records of plain values are JSON.", e);
    }
  }
}
