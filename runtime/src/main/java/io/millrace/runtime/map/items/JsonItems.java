package io.millrace.runtime.map.items;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.asl.json.Json;
import io.millrace.engine.map.MapRunPlan.Item;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Items of a JSON document: the elements of the array at its root or where `ItemsPointer` points;
/// there it may also be an object, whose members are the items. The document is never held whole.
final class JsonItems implements ItemStream {
  /// Other elements follow.
  private static final ObjectReader ELEMENTS =
      Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final BoundedInput bytes;
  private final JsonParser parser;
  private final boolean isObject;
  private final String uri;

  private JsonItems(BoundedInput bytes, JsonParser parser, boolean isObject, String uri) {
    this.bytes = bytes;
    this.parser = parser;
    this.isObject = isObject;
    this.uri = uri;
  }

  static JsonItems open(InputStream object, @Nullable String itemsPointer, String uri)
      throws IOException, ItemReadingException {
    BoundedInput bytes = new BoundedInput(object);
    JsonParser whole = Json.mapper().getFactory().createParser(bytes);
    boolean pointed = itemsPointer != null && !itemsPointer.isEmpty();
    JsonParser parser = pointed ? at(whole, itemsPointer) : whole;
    try {
      JsonToken first = parser.nextToken();
      boolean isObject = first == JsonToken.START_OBJECT && pointed;
      if (first != JsonToken.START_ARRAY && !isObject) {
        // Recorded: scenarios/test_map_item_reader_json_no_json_list_object.
        throw new ItemReadingException("Attempting to map over non-iterable node.");
      }
      return new JsonItems(bytes, parser, isObject, uri);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  private static JsonParser at(JsonParser whole, String itemsPointer) throws ItemReadingException {
    try {
      return new FilteringParserDelegate(
          whole,
          new JsonPointerBasedFilter(JsonPointer.compile(itemsPointer)),
          TokenFilter.Inclusion.ONLY_INCLUDE_ALL,
          false);
    } catch (IllegalArgumentException e) {
      throw new ItemReadingException(
          "ItemsPointer '" + itemsPointer + "' is not a JSON Pointer: " + e.getMessage());
    }
  }

  @Override
  public @Nullable Item next() throws IOException, ItemReadingException {
    bytes.itemBegins();
    try {
      JsonToken token = parser.nextToken();
      if (token == null || token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
        return null;
      }
      String key = null;
      if (isObject) {
        key = parser.currentName();
        parser.nextToken();
      }
      JsonNode value = ELEMENTS.readTree(parser);
      return new Item(value, key, uri);
    } catch (BoundedInput.TooLongException _) {
      throw BoundedInput.tooLong();
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  private static ItemReadingException malformed(JsonProcessingException e) {
    return new ItemReadingException(
        "The object is not JSON: "
            + e.getOriginalMessage()
            + (e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr()));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
