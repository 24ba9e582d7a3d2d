package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the members and elements of a document start: one number each. Pointers, lines and columns
/// are found when a span is asked for, because only what is reported and the states need one. Used
/// by one thread.
final class Positions {
  private static final int[] NONE = {};

  private final IdentityHashMap<JsonNode, Map<String, Integer>> members = new IdentityHashMap<>();
  private final IdentityHashMap<JsonNode, int[]> elements = new IdentityHashMap<>();
  private final int[] lines;
  private int root;

  Positions(String text) {
    Starts starts = new Starts();
    starts.add(0);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        starts.add(i + 1);
      }
    }
    lines = starts.toArray();
  }

  /// Offsets into the text, in UTF-16 code units.
  static final class Starts {
    private int[] offsets = NONE;
    private int size;

    void add(int offset) {
      if (size == offsets.length) {
        offsets = Arrays.copyOf(offsets, Math.max(4, size * 2));
      }
      offsets[size++] = offset;
    }

    int[] toArray() {
      return Arrays.copyOf(offsets, size);
    }
  }

  void root(int offset) {
    root = offset;
  }

  /// The offsets of an object's members by name, to be filled in.
  Map<String, Integer> members(ObjectNode object) {
    return members.computeIfAbsent(object, _ -> new HashMap<>(4));
  }

  void elements(ArrayNode array, Starts starts) {
    if (starts.size > 0) {
      elements.put(array, starts.toArray());
    }
  }

  /// Where the value at this pointer stands; the start of the text when there is none.
  Span span(JsonNode document, String pointer) {
    int offset = root;
    JsonNode at = document;
    for (int from = 1; from <= pointer.length(); ) {
      int slash = pointer.indexOf('/', from);
      int to = slash < 0 ? pointer.length() : slash;
      String name = pointer.substring(from, to).replace("~1", "/").replace("~0", "~");
      from = to + 1;
      Integer start = start(at, name);
      if (start == null) {
        return new Span(pointer, 1, 1);
      }
      offset = start;
      at = at.isArray() ? at.get(Integer.parseInt(name)) : at.get(name);
    }
    int found = Arrays.binarySearch(lines, offset);
    int line = found >= 0 ? found : -found - 2;
    return new Span(pointer, line + 1, offset - lines[line] + 1);
  }

  private @Nullable Integer start(JsonNode at, String name) {
    if (!at.isArray()) {
      return members.getOrDefault(at, Map.of()).get(name);
    }
    int[] starts = elements.getOrDefault(at, NONE);
    for (int i = 0; i < name.length(); i++) {
      if (!Character.isDigit(name.charAt(i))) {
        return null;
      }
    }
    int index = name.isEmpty() || name.length() > 9 ? starts.length : Integer.parseInt(name);
    return index < starts.length ? starts[index] : null;
  }
}
