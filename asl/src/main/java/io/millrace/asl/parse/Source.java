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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  private final Positions positions;

  private Source(JsonNode root, Positions positions) {
    this.root = root;
    this.positions = positions;
  }

  /// Reads the text. Members that stand twice in one object are reported; the first one counts.
  ///
  /// @throws JsonProcessingException when the text is not exactly one JSON value
  static Source read(String text, Findings findings) throws JsonProcessingException {
    Reader reader = new Reader(findings, new Positions(text));
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        return new Source(JsonNodeFactory.instance.missingNode(), reader.positions);
      }
      reader.positions.root((int) parser.currentTokenLocation().getCharOffset());
      JsonNode root = reader.value(parser, null);
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
    return positions.span(root, pointer);
  }

  /// The pointer of a member or element.
  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /// Where in the document the reader is; written out as a pointer only where something is wrong.
  private record Place(@Nullable Place parent, String name) {
    static String pointer(@Nullable Place place) {
      Deque<String> names = new ArrayDeque<>();
      for (Place at = place; at != null; at = at.parent) {
        names.push(at.name);
      }
      String pointer = "";
      for (String name : names) {
        pointer = child(pointer, name);
      }
      return pointer;
    }
  }

  private static final class Reader {
    final Positions positions;
    final Findings findings;

    Reader(Findings findings, Positions positions) {
      this.findings = findings;
      this.positions = positions;
    }

    JsonNode value(JsonParser parser, @Nullable Place place) throws IOException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(parser, place);
        case START_ARRAY -> array(parser, place);
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

    private ObjectNode object(JsonParser parser, @Nullable Place place) throws IOException {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      Map<String, Integer> starts = positions.members(object);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonLocation at = parser.currentTokenLocation();
        if (object.has(name)) {
          duplicate(name, child(Place.pointer(place), name), at);
          parser.nextToken();
          parser.skipChildren();
          continue;
        }
        starts.put(name, (int) at.getCharOffset());
        parser.nextToken();
        object.set(name, value(parser, new Place(place, name)));
      }
      return object;
    }

    private void duplicate(String name, String pointer, JsonLocation at) {
      findings.report(
          Rule.DUPLICATE_FIELD,
          new Span(pointer, at.getLineNr(), at.getColumnNr()),
          "Duplicate field '" + name + "'");
    }

    private ArrayNode array(JsonParser parser, @Nullable Place place) throws IOException {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      Positions.Starts starts = new Positions.Starts();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        starts.add((int) parser.currentTokenLocation().getCharOffset());
        Place below =
            parser.currentToken().isStructStart()
                ? new Place(place, Integer.toString(array.size()))
                : null;
        array.add(value(parser, below));
      }
      positions.elements(array, starts);
      return array;
    }
  }
}
