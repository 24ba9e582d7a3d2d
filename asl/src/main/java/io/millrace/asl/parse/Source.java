package io.millrace.asl.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.Span;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// The definition's text as a tree that knows where each of its values stands. Used by one thread,
/// while parsing.
final class Source {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Json.NESTING_MAX).build())
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final JsonNode root;
  private final Map<String, JsonLocation> positions;

  private Source(JsonNode root, Map<String, JsonLocation> positions) {
    this.root = root;
    this.positions = positions;
  }

  /// Reads the text. Members that stand twice in one object are reported; the first one counts.
  ///
  /// @throws JsonProcessingException when the text is not exactly one JSON value
  static Source read(String text, Findings findings) throws JsonProcessingException {
    Reader reader = new Reader(findings);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Source(JsonNodeFactory.instance.missingNode(), Map.of());
      }
      JsonNode root = reader.value(parser, "");
      parser.nextToken();
      if (parser.currentToken() != null) {
        throw new com.fasterxml.jackson.core.JsonParseException(
            parser, "Unexpected text after the end of the definition");
      }
      return new Source(root, reader.positions);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from a text cannot fail", e);
    }
  }

  JsonNode root() {
    return root;
  }

  /// Where the value at this pointer stands; a member of an object starts at its name.
  Span span(String pointer) {
    JsonLocation at = positions.get(pointer);
    return at == null
        ? new Span(pointer, 1, 1)
        : new Span(pointer, at.getLineNr(), at.getColumnNr());
  }

  /// The pointer of a member or element.
  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  private static final class Reader {
    final Map<String, JsonLocation> positions = new HashMap<>();
    final Findings findings;

    Reader(Findings findings) {
      this.findings = findings;
    }

    JsonNode value(JsonParser parser, String pointer) throws IOException {
      positions.putIfAbsent(pointer, parser.currentTokenLocation());
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(parser, pointer);
        case START_ARRAY -> array(parser, pointer);
        case null -> throw new com.fasterxml.jackson.core.JsonParseException(parser, "no value");
        default -> scalar(parser);
      };
    }

    /// Numbers as [Json#parse] reads them: whole ones exactly, others as doubles.
    private static JsonNode scalar(JsonParser parser) throws IOException {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      return switch (parser.currentToken()) {
        case VALUE_STRING -> nodes.textNode(parser.getText());
        case VALUE_TRUE -> nodes.booleanNode(true);
        case VALUE_FALSE -> nodes.booleanNode(false);
        case VALUE_NULL -> nodes.nullNode();
        case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
        case VALUE_NUMBER_INT ->
            switch (parser.getNumberType()) {
              case INT -> nodes.numberNode(parser.getIntValue());
              case LONG -> nodes.numberNode(parser.getLongValue());
              default -> nodes.numberNode(parser.getBigIntegerValue());
            };
        default -> throw new com.fasterxml.jackson.core.JsonParseException(parser, "no value");
      };
    }

    private ObjectNode object(JsonParser parser, String pointer) throws IOException {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        String child = child(pointer, name);
        JsonLocation at = parser.currentTokenLocation();
        if (object.has(name)) {
          duplicate(name, child, at);
          parser.nextToken();
          parser.skipChildren();
          continue;
        }
        positions.put(child, at);
        parser.nextToken();
        object.set(name, value(parser, child));
      }
      return object;
    }

    private void duplicate(String name, String pointer, JsonLocation at) {
      findings.error(
          Code.INVALID_JSON_DESCRIPTION,
          new Span(pointer, at.getLineNr(), at.getColumnNr()),
          "Duplicate field '" + name + "'");
    }

    private ArrayNode array(JsonParser parser, String pointer) throws IOException {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser, child(pointer, Integer.toString(array.size()))));
      }
      return array;
    }
  }
}
