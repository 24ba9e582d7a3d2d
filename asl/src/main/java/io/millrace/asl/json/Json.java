package io.millrace.asl.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// The one JSON reader and writer of the language: strict, bounded in depth, compact output.
public final class Json {
  /// Deepest nesting that is read; deeper input is refused, so that no document can overflow a
  /// stack.
  public static final int NESTING_MAX = 500;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(NESTING_MAX)
                          .maxStringLength(64 * 1024 * 1024)
                          .build())
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// The shared mapper. Callers must not reconfigure it.
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /// Reads one JSON value.
  ///
  /// @throws JsonProcessingException when the text is not exactly one JSON value, or is nested
  ///   deeper than [#NESTING_MAX]
  public static JsonNode parse(String text) throws JsonProcessingException {
    JsonNode node = MAPPER.readTree(text);
    if (node.isMissingNode()) {
      throw new com.fasterxml.jackson.core.JsonParseException(null, "the text is empty");
    }
    return node;
  }

  /// The compact text.
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written", e);
    }
  }
}
