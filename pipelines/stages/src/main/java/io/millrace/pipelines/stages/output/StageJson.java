package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// JSON as stages write and read it.
public final class StageJson {
  /// A field that a reader does not know is skipped, so that a stage can add one before the next
  /// stage knows it. Numbers of untyped values keep all their digits.
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build())
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.WRAP_EXCEPTIONS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private StageJson() {}

  /// The text of a value, compact.
  public static String text(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON value always has a text.", e);
    }
  }

  /// Jackson's messages have a second line about where, in its own terms.
  static String firstLine(Throwable e) {
    var message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : null;
    return message == null
        ? String.valueOf(e.getMessage())
        : message.lines().findFirst().orElse("");
  }
}
