package io.millrace.cli.definition;

import io.millrace.cli.definition.Value.Comments;
import io.millrace.cli.definition.Value.Element;
import io.millrace.cli.definition.Value.Elements;
import io.millrace.cli.definition.Value.Literal;
import io.millrace.cli.definition.Value.Member;
import io.millrace.cli.definition.Value.Members;
import io.millrace.cli.definition.Value.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes YAML for people: block style, two spaces, quotes only where some reader would need them,
/// texts of several lines as blocks, comments where they stood. One use, one thread.
final class YamlWriter {
  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  static String write(Document document) {
    YamlWriter writer = new YamlWriter();
    writer.block(document.root(), 0, "");
    document.closing().forEach(comment -> writer.out.append('#').append(comment).append('\n'));
    return writer.out.toString();
  }

  /// Writes a value whose introduction (`key:` or `-`) may stand on the line already; ends with a
  /// line feed.
  ///
  /// @param lead what separates it from its introduction on the same line: nothing or a space
  private void block(Value value, int depth, String lead) {
    switch (value) {
      case Text text -> text(text.text(), depth, lead);
      case Literal literal -> out.append(lead).append(literal.json()).append('\n');
      case Elements elements when elements.elements().isEmpty() -> out.append(lead).append("[]\n");
      case Members members when members.members().isEmpty() -> out.append(lead).append("{}\n");
      case Elements elements -> elements(elements, depth, lead);
      case Members members -> {
        if (!lead.isEmpty()) {
          out.append('\n');
        }
        members(members.members(), depth);
      }
    }
  }

  private void members(List<Member> members, int depth) {
    for (Member member : members) {
      before(member.comments(), depth);
      indent(depth);
      member(member, depth);
    }
  }

  /// One member, the indentation of its line written already.
  private void member(Member member, int depth) {
    out.append(YamlScalars.plain(member.name(), false) ? member.name() : quoted(member.name()));
    out.append(':');
    int start = out.length();
    block(member.value(), depth + 1, " ");
    after(member.comments(), start);
  }

  private void elements(Elements array, int depth, String lead) {
    String flow = flow(array);
    if (flow != null && out.length() - lineStart() + flow.length() < JsonWriter.LINE_MAX) {
      out.append(lead).append(flow).append('\n');
      return;
    }
    if (!lead.isEmpty()) {
      out.append('\n');
    }
    for (Element element : array.elements()) {
      before(element.comments(), depth);
      indent(depth);
      out.append('-');
      int start = out.length();
      if (element.value() instanceof Members members && !members.members().isEmpty()) {
        // The first member stands beside the dash, the others below it.
        out.append(' ');
        Member first = members.members().getFirst();
        if (first.comments().before().isEmpty()) {
          member(first, depth + 1);
          members(members.members().subList(1, members.members().size()), depth + 1);
        } else {
          out.setLength(out.length() - 1);
          out.append('\n');
          members(members.members(), depth + 1);
        }
      } else {
        block(element.value(), depth + 1, " ");
      }
      after(element.comments(), start);
    }
  }

  private int lineStart() {
    return out.lastIndexOf("\n") + 1;
  }

  /// A list of plain values on one line, or null when it has structure or comments.
  private static @Nullable String flow(Elements array) {
    StringBuilder line = new StringBuilder();
    for (Element element : array.elements()) {
      if (element.comments().count() > 0) {
        return null;
      }
      line.append(line.isEmpty() ? "[" : ", ");
      switch (element.value()) {
        case Text text ->
            line.append(YamlScalars.plain(text.text(), true) ? text.text() : quoted(text.text()));
        case Literal literal -> line.append(literal.json());
        case Elements _, Members _ -> {
          return null;
        }
      }
    }
    return line.append(']').toString();
  }

  private void text(String text, int depth, String lead) {
    if (YamlScalars.plain(text, false)) {
      out.append(lead).append(text).append('\n');
    } else if (isBlock(text)) {
      out.append(lead).append(text.endsWith("\n") ? "|\n" : "|-\n");
      for (String line : (text.endsWith("\n") ? text : text + "\n").split("\n", -1)) {
        if (!line.isEmpty()) {
          indent(Math.max(1, depth));
          out.append(line);
        }
        out.append('\n');
      }
      out.setLength(out.length() - 1);
    } else {
      out.append(lead).append(quoted(text)).append('\n');
    }
  }

  /// Whether a literal block holds exactly this text: several printable lines, the first not
  /// indented and not empty, one line feed at the end at most.
  private static boolean isBlock(String text) {
    return text.contains("\n")
        && !text.endsWith("\n\n")
        && !Character.isWhitespace(text.charAt(0))
        && text.chars().allMatch(c -> c == '\n' || YamlScalars.isPrintable(c))
        && text.lines().noneMatch(line -> line.endsWith(" "));
  }

  /// In single quotes when only quotes are in the way, else as JSON, which is YAML, too.
  private static String quoted(String text) {
    boolean printable = text.chars().allMatch(YamlScalars::isPrintable);
    return printable && !text.isEmpty()
        ? "'" + text.replace("'", "''") + "'"
        : JsonWriter.quoted(text);
  }

  private void before(Comments comments, int depth) {
    for (String comment : comments.before()) {
      indent(depth);
      out.append('#').append(comment).append('\n');
    }
  }

  /// Puts a comment behind what was written since `start`: at the end of its first line.
  private void after(Comments comments, int start) {
    String after = comments.after();
    if (after != null) {
      out.insert(out.indexOf("\n", start), " #" + after);
    }
  }

  private void indent(int depth) {
    out.repeat("  ", depth);
  }
}
