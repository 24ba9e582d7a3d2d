package io.millrace.asl.lint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.model.Span;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Finds where JSON pointers stand in a text, all in one pass, so that nothing need be remembered
/// about the places nobody asks for.
final class Places {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Json.NESTING_MAX).build())
          .build();

  private final Set<String> wanted;
  private final Map<String, Span> found = new HashMap<>();

  private Places(Set<String> wanted) {
    this.wanted = wanted;
  }

  /// The spans of those pointers that are in the text; a member starts at its name.
  static Map<String, Span> of(String text, Set<String> pointers) {
    Places places = new Places(pointers);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != null) {
        places.note("", parser.currentTokenLocation());
        places.value(parser, "");
      }
    } catch (IOException e) {
      // The text was read before; what has been found is what there is.
      return places.found;
    }
    return places.found;
  }

  private void value(JsonParser parser, String pointer) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String below = Pointers.child(pointer, parser.currentName());
        note(below, parser.currentTokenLocation());
        parser.nextToken();
        value(parser, below);
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (parser.currentToken().isScalarValue()) {
          continue;
        }
        String below = Pointers.child(pointer, i);
        note(below, parser.currentTokenLocation());
        value(parser, below);
      }
    }
  }

  private void note(String pointer, JsonLocation at) {
    if (wanted.contains(pointer)) {
      found.putIfAbsent(pointer, new Span(pointer, at.getLineNr(), at.getColumnNr()));
    }
  }
}
