package io.millrace.pipelines.book.parse.plain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How a text is set: the width its lines are wrapped at, in characters, and whether lines are
/// paragraphs (not wrapped) or paragraphs are told by indentation instead of blank lines.
record TextShape(int width, boolean lineIsParagraph, boolean indented) {

  private static final int LONGEST_WRAP = 100;

  static TextShape of(List<String> lines) {
    int[] lengths =
        lines.stream().filter(line -> !line.isBlank()).mapToInt(String::length).sorted().toArray();
    if (lengths.length == 0) {
      return new TextShape(LONGEST_WRAP, false, false);
    }
    int width = lengths[lengths.length * 9 / 10];
    boolean unwrapped = width > 2 * LONGEST_WRAP || lengths[lengths.length / 2] > LONGEST_WRAP;
    int blocks = 0;
    int steps = 0;
    for (int i = 1; i < lines.size(); i++) {
      boolean ink = !lines.get(i).isBlank();
      boolean inkBefore = !lines.get(i - 1).isBlank();
      blocks += ink && !inkBefore ? 1 : 0;
      steps +=
          ink && inkBefore && isIndented(lines.get(i)) && !isIndented(lines.get(i - 1)) ? 1 : 0;
    }
    boolean indented = !unwrapped && steps * 2 > blocks && steps * 50 > lines.size();
    return new TextShape(width, unwrapped, indented);
  }

  private static boolean isIndented(String line) {
    return Character.isWhitespace(line.charAt(0));
  }

  /// The lines with a blank one between any two paragraphs, so that what follows knows only one
  /// convention.
  List<String> spaced(List<String> lines) {
    if (!lineIsParagraph && !indented) {
      return lines;
    }
    List<String> spaced = new ArrayList<>(lines.size() * 2);
    for (String line : lines) {
      boolean begins = lineIsParagraph || (!line.isBlank() && isIndented(line));
      if (begins && !line.isBlank() && !spaced.isEmpty() && !spaced.getLast().isBlank()) {
        spaced.add("");
      }
      spaced.add(indented ? line.strip() : line);
    }
    return spaced;
  }

  /// Whether the block's lines break where the author wanted, not where the margin was: two or more
  /// lines, all of them, or all but a last one, far from the margin.
  boolean isVerse(LineBlock block) {
    if (lineIsParagraph || block.lines().size() < 2) {
      return false;
    }
    int shallow = block.indent();
    int[] lengths = block.lines().stream().mapToInt(line -> line.strip().length()).toArray();
    int longest = Arrays.stream(lengths, 0, lengths.length - 1).max().orElse(0);
    int limit = shallow >= 2 ? width * 8 / 10 : width * 7 / 10;
    return longest < limit;
  }
}
