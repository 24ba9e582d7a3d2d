package io.millrace.runtime.map.items;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records of a text delimited file (developer guide, "How Step Functions parses input CSV files"):
/// fields may be enclosed in double quotes, and then contain delimiters and newlines; a repeated
/// quote stands for one; a backslash keeps a following backslash, quote or delimiter, and before
/// anything else vanishes. Lines without any character are no records. Used by one thread.
final class CsvRecords {
  private static final int END = -1;
  private static final int RECORD_CHARACTERS_MOST = 8 << 20;

  private final Reader text;
  private final char delimiter;
  private final StringBuilder field = new StringBuilder();
  private int size;

  CsvRecords(Reader text, char delimiter) {
    this.text = text;
    this.delimiter = delimiter;
  }

  /// The next record, or null at the end.
  @Nullable List<String> next() throws IOException, ItemReadingException {
    int c = read();
    while (c == '\n' || c == '\r') {
      c = read();
    }
    if (c == END) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    size = 0;
    while (true) {
      c = c == '"' ? quoted() : c;
      c = plain(c);
      fields.add(field.toString());
      field.setLength(0);
      if (c != delimiter) {
        return fields;
      }
      c = read();
    }
  }

  /// Reads on in a field, from this character, and returns what ended it.
  private int plain(int first) throws IOException, ItemReadingException {
    int c = first;
    while (c != END && c != delimiter && c != '\n') {
      if (c == '\r') {
        c = read();
        if (c == '\n' || c == END) {
          return c;
        }
        append('\r');
      } else if (c == '\\') {
        c = escaped();
      } else {
        append((char) c);
        c = read();
      }
    }
    return c;
  }

  /// Reads what stands in quotes, and returns the character after them.
  private int quoted() throws IOException, ItemReadingException {
    int c = read();
    while (c != END) {
      if (c == '"') {
        c = read();
        if (c != '"') {
          return c;
        }
        append('"');
        c = read();
      } else if (c == '\\') {
        c = escaped();
      } else {
        append((char) c);
        c = read();
      }
    }
    return c;
  }

  /// After a backslash; returns the character after what it escapes.
  private int escaped() throws IOException, ItemReadingException {
    int c = read();
    if (c == '\\' || c == '"' || c == delimiter) {
      append((char) c);
      return read();
    }
    return c;
  }

  private void append(char c) throws ItemReadingException {
    if (++size > RECORD_CHARACTERS_MOST) {
      throw new ItemReadingException(
          "A record is longer than "
              + RECORD_CHARACTERS_MOST
              + " characters: a quote may not be closed.");
    }
    field.append(c);
  }

  private int read() throws IOException {
    return text.read();
  }
}
