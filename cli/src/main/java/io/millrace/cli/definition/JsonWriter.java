package io.millrace.cli.definition;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.millrace.cli.definition.Value.Element;
import io.millrace.cli.definition.Value.Elements;
import io.millrace.cli.definition.Value.Literal;
import io.millrace.cli.definition.Value.Member;
import io.millrace.cli.definition.Value.Members;
import io.millrace.cli.definition.Value.Place;
import io.millrace.cli.definition.Value.Text;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes JSON for people: two spaces, one member a line, short lists of plain values on one line.
/// Remembers which place of the tree each place of the text stands for. One use, one thread.
final class JsonWriter {
  /// Lists longer than this, with their indentation, are broken into lines.
  static final int LINE_MAX = 100;

  private final StringBuilder out = new StringBuilder();
  private final TreeMap<Long, Place> origins = new TreeMap<>();
  private int line = 1;
  private int lineStart;

  /// The text, and for places in it (line in the upper half, column in the lower) where the value
  /// that begins there stood.
  record Written(String text, TreeMap<Long, Place> origins) {
    /// The origin of what stands at this place.
    Place origin(int line, int column) {
      var found = origins.floorEntry(key(line, column));
      return found == null ? new Place(1, 1) : found.getValue();
    }
  }

  static String write(Value value) {
    return writeWithOrigins(value).text();
  }

  static Written writeWithOrigins(Value value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, 0);
    writer.out.append('\n');
    return new Written(writer.out.toString(), writer.origins);
  }

  private void value(Value value, int depth) {
    mark(value.place());
    switch (value) {
      case Text text -> out.append(quoted(text.text()));
      case Literal literal -> out.append(literal.json());
      case Elements elements -> array(elements, depth);
      case Members members -> object(members.members(), depth);
    }
  }

  private void object(List<Member> members, int depth) {
    if (members.isEmpty()) {
      out.append("{}");
      return;
    }
    out.append('{');
    String separator = "";
    for (Member member : members) {
      out.append(separator);
      separator = ",";
      newLine(depth + 1);
      mark(member.place());
      out.append(quoted(member.name())).append(": ");
      value(member.value(), depth + 1);
    }
    newLine(depth);
    out.append('}');
  }

  private void array(Elements array, int depth) {
    String oneLine = oneLine(array);
    if (oneLine != null && out.length() - lineStart + oneLine.length() <= LINE_MAX) {
      // Places are those of the single elements, too.
      String separator = "[";
      for (Element element : array.elements()) {
        out.append(separator);
        value(element.value(), depth);
        separator = ", ";
      }
      out.append(array.elements().isEmpty() ? "[]" : "]");
      return;
    }
    String separator = "[";
    for (Element element : array.elements()) {
      out.append(separator);
      separator = ",";
      newLine(depth + 1);
      value(element.value(), depth + 1);
    }
    newLine(depth);
    out.append(']');
  }

  /// The list on one line, or null when something in it has a structure.
  private static @Nullable String oneLine(Elements array) {
    StringBuilder line = new StringBuilder("[]");
    for (Element element : array.elements()) {
      switch (element.value()) {
        case Text text -> line.append(quoted(text.text())).append(", ");
        case Literal literal -> line.append(literal.json()).append(", ");
        case Elements _, Members _ -> {
          return null;
        }
      }
    }
    return line.toString();
  }

  /// As JSON writes it: what must be escaped is, and lone surrogates are, because no encoding of a
  /// file can hold them.
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < quoted.length()
          && Character.isLowSurrogate(quoted.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c) || c == '\u2028' || c == '\u2029' || c == '\u0085') {
        quoted.replace(i, i + 1, String.format("\\u%04X", (int) c));
      }
    }
    return quoted.append('"').toString();
  }

  private void newLine(int depth) {
    out.append('\n');
    line++;
    lineStart = out.length();
    out.repeat("  ", depth);
  }

  private void mark(Place place) {
    origins.putIfAbsent(key(line, out.length() - lineStart + 1), place);
  }

  private static long key(int line, int column) {
    return ((long) line << 32) | column;
  }
}
