package io.millrace.runtime.execution;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Checks texts that come from outside, without making trees of them.
final class JsonTexts {
  private JsonTexts() {}

  /// What is wrong with this text as one JSON value of at most so many bytes in UTF-8, or null.
  static @Nullable String problem(String text, int bytesMax) {
    if (text.equals("{}")) {
      return null;
    }
    if (text.length() > bytesMax || (text.length() > bytesMax / 3 && utf8(text) > bytesMax)) {
      return "the text is longer than " + bytesMax + " bytes";
    }
    try (JsonParser parser = Json.mapper().getFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return "the text is empty";
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        return "the text goes on after its first value";
      }
      return null;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return e.getOriginalMessage()
          + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private static long utf8(String text) {
    return text.codePoints()
        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }
}
