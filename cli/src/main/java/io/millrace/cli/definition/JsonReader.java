package io.millrace.cli.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.millrace.asl.json.Json;
import io.millrace.cli.definition.Value.Comments;
import io.millrace.cli.definition.Value.Element;
import io.millrace.cli.definition.Value.Elements;
import io.millrace.cli.definition.Value.Literal;
import io.millrace.cli.definition.Value.Member;
import io.millrace.cli.definition.Value.Members;
import io.millrace.cli.definition.Value.Place;
import io.millrace.cli.definition.Value.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads JSON without changing anything: numbers stay the digits they are.
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Json.NESTING_MAX).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonReader() {}

  /// @throws UnreadableException when the text is not exactly one JSON value, or an object has two
  ///   members of one name: one of them would be lost
  static Value read(String text) throws UnreadableException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new UnreadableException(Format.JSON, new Place(1, 1), "The file is empty.", null);
      }
      Value value = value(parser);
      if (parser.nextToken() != null) {
        throw new UnreadableException(
            Format.JSON, place(parser.currentTokenLocation()), "Text after the end.", null);
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Place place = at == null ? new Place(1, 1) : place(at);
      throw new UnreadableException(
          Format.JSON, place, PlainWords.of(e.getOriginalMessage()), null);
    } catch (IOException e) {
      throw new IllegalStateException("reading from a text cannot fail", e);
    }
  }

  private static Value value(JsonParser parser) throws IOException, UnreadableException {
    Place place = place(parser.currentTokenLocation());
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, place);
      case START_ARRAY -> array(parser, place);
      case VALUE_STRING -> new Text(place, parser.getText());
      default -> new Literal(place, parser.getText());
    };
  }

  private static Value object(JsonParser parser, Place place)
      throws IOException, UnreadableException {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Place at = place(parser.currentTokenLocation());
      if (!names.add(name)) {
        throw new UnreadableException(
            Format.JSON, at, "Duplicate field '" + name + "'", "Remove one of the two.");
      }
      parser.nextToken();
      members.add(new Member(name, at, value(parser), Comments.NONE));
    }
    return new Members(place, members);
  }

  private static Value array(JsonParser parser, Place place)
      throws IOException, UnreadableException {
    List<Element> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(new Element(value(parser), Comments.NONE));
    }
    return new Elements(place, elements);
  }

  private static Place place(JsonLocation at) {
    return new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }
}
