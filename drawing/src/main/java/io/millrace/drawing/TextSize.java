package io.millrace.drawing;

import java.util.ArrayList;
import java.util.List;

/// How much room a text needs. Widths are those of a wide font (DejaVu Sans), because the viewer's
/// font is not known: in a narrower one there is only more room.
final class TextSize {
  /// In hundredths of the font size, for the characters from space to tilde.
  private static final int[] REGULAR = {
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
    60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63,
    63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84
  };

  /// Bold letters are about this much wider.
  private static final double BOLD = 1.12;

  private static final int LETTER = 65;
  private static final int IDEOGRAPH = 100;

  private TextSize() {}

  static double width(String text, double fontSize, boolean isBold) {
    double hundredths =
        text.codePoints()
            .map(
                c -> {
                  if (c >= ' ' && c < 0x7F) {
                    return REGULAR[c - ' '];
                  }
                  return c >= 0x1100 ? IDEOGRAPH : LETTER;
                })
            .sum();
    return hundredths / 100 * fontSize * (isBold ? BOLD : 1);
  }

  /// The text in lines that fit, broken at spaces, punctuation and inner capitals; what does not
  /// fit into that many lines is cut with an ellipsis.
  static List<String> lines(
      String text, double fontSize, boolean isBold, double widthMax, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : parts(text.strip(), fontSize, isBold, widthMax)) {
      if (!line.isEmpty() && width(line + part.stripTrailing(), fontSize, isBold) > widthMax) {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? part.stripLeading() : part);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString().strip());
    }
    if (lines.size() > most) {
      lines = new ArrayList<>(lines.subList(0, most));
      lines.set(most - 1, lines.get(most - 1) + "…");
    }
    return lines.stream().map(l -> fit(l, fontSize, isBold, widthMax)).toList();
  }

  private static String fit(String line, double fontSize, boolean isBold, double widthMax) {
    String fitting = line;
    while (width(fitting, fontSize, isBold) > widthMax && fitting.length() > 2) {
      fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -2)) + "…";
    }
    return fitting;
  }

  /// What a line may be broken between; at inner capitals only where a word fits into no line.
  private static List<String> parts(String text, double fontSize, boolean isBold, double widthMax) {
    List<String> parts = new ArrayList<>();
    for (String word : text.split("(?<=[ \\-_./,:])")) {
      if (width(word.strip(), fontSize, isBold) <= widthMax) {
        parts.add(word);
      } else {
        parts.addAll(List.of(word.split("(?<=[a-z0-9])(?=[A-Z])")));
      }
    }
    return parts;
  }
}
