package io.millrace.pipelines.book.parse.plain;

import io.millrace.pipelines.book.parse.outline.HeadingLabel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The title and author that a text without a header tells in its first lines: "The Title" … "by An
/// Author".
record TitlePage(@Nullable String title, List<String> authors) {

  private static final int LINES = 40;
  private static final Pattern BY =
      Pattern.compile("^(?i:by|par|von|de|por|di|tác giả:?)\\s+(\\p{Lu}[\\p{L}.'’ -]{2,60})$");

  static TitlePage of(List<String> lines) {
    String title = null;
    for (String line : lines.subList(0, Math.min(LINES, lines.size()))) {
      String text = line.strip();
      if (text.isEmpty() || text.length() > 80) {
        continue;
      }
      if (HeadingLabel.of(text, false) != null) {
        break;
      }
      Matcher by = BY.matcher(text);
      if (title != null && by.matches()) {
        return new TitlePage(title, List.of(by.group(1).strip()));
      }
      title = title == null ? text : title;
    }
    return new TitlePage(null, List.of());
  }
}
