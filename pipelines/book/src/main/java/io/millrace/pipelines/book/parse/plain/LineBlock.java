package io.millrace.pipelines.book.parse.plain;

import java.util.ArrayList;
import java.util.List;

/// Consecutive lines without a blank one between them. `blanksBefore` and `blanksAfter` count the
/// blank lines around.
record LineBlock(List<String> lines, int blanksBefore, int blanksAfter) {

  static List<LineBlock> of(List<String> lines) {
    List<LineBlock> blocks = new ArrayList<>();
    List<String> current = new ArrayList<>();
    int before = 0;
    // The beginning of the text is as good as blank lines.
    int blanks = 2;
    for (String line : lines) {
      if (line.isBlank()) {
        blanks++;
        continue;
      }
      if (blanks > 0 && !current.isEmpty()) {
        blocks.add(new LineBlock(List.copyOf(current), before, blanks));
        current.clear();
      }
      before = current.isEmpty() ? blanks : before;
      blanks = 0;
      current.add(line);
    }
    if (!current.isEmpty()) {
      blocks.add(new LineBlock(List.copyOf(current), before, Math.max(blanks, 2)));
    }
    return blocks;
  }

  String joined() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(text.isEmpty() ? "" : " ").append(line.strip()));
    return text.toString();
  }

  int longest() {
    return lines.stream().mapToInt(line -> line.stripTrailing().length()).max().orElse(0);
  }

  /// The smallest indentation of its lines, in characters; a tab counts as one.
  int indent() {
    return lines.stream()
        .mapToInt(line -> line.length() - line.stripLeading().length())
        .min()
        .orElse(0);
  }
}
