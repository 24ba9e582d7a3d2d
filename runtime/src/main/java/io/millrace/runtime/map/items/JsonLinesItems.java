package io.millrace.runtime.map.items;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.json.Json;
import io.millrace.engine.map.MapRunPlan.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Items of a JSON Lines document: one on each line; empty lines are none. A line without end is
/// never held whole.
final class JsonLinesItems implements ItemStream {
  private final BoundedInput bytes;
  private final BufferedReader lines;
  private final String uri;
  private long line;

  JsonLinesItems(InputStream bytes, String uri) {
    this.bytes = new BoundedInput(bytes);
    this.lines = new BufferedReader(new InputStreamReader(this.bytes, StandardCharsets.UTF_8));
    this.uri = uri;
  }

  @Override
  public @Nullable Item next() throws IOException, ItemReadingException {
    String text = nextLine();
    while (text != null && text.isBlank()) {
      text = nextLine();
    }
    if (text == null) {
      return null;
    }
    try {
      return new Item(Json.parse(text), null, uri);
    } catch (JsonProcessingException e) {
      throw new ItemReadingException("Line " + line + " is not JSON: " + e.getOriginalMessage());
    }
  }

  private @Nullable String nextLine() throws IOException, ItemReadingException {
    line++;
    bytes.itemBegins();
    try {
      return lines.readLine();
    } catch (BoundedInput.TooLongException _) {
      throw BoundedInput.tooLong();
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
