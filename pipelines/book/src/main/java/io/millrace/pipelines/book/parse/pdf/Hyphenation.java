package io.millrace.pipelines.book.parse.pdf;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Joins lines, deciding for each hyphen at a line's end whether it belongs to the word: the rest
/// of the book knows, "rabbit-hole" or "rabbithole".
final class Hyphenation {

  private final Set<String> vocabulary = new HashSet<>();

  Hyphenation(List<List<TextLine>> pages) {
    for (List<TextLine> page : pages) {
      for (TextLine line : page) {
        String[] words = line.text().split("[^\\p{L}\\p{M}'’-]+");
        // The last word of a line may be a broken one.
        for (int i = 0; i < words.length - 1; i++) {
          vocabulary.add(words[i].toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  void append(StringBuilder text, String line) {
    if (text.isEmpty()) {
      text.append(line);
      return;
    }
    int last = text.length() - 1;
    char end = text.charAt(last);
    boolean hyphen =
        (end == '-' || end == '\u2010') && last > 0 && Character.isLetter(text.charAt(last - 1));
    if (!hyphen) {
      text.append(isDash(end) || isDash(line.charAt(0)) ? "" : " ").append(line);
      return;
    }
    String before = lastWord(text, last);
    String after = firstWord(line);
    boolean broken = !after.isEmpty() && Character.isLowerCase(after.codePointAt(0));
    boolean compound =
        vocabulary.contains((before + "-" + after).toLowerCase(Locale.ROOT))
            && !vocabulary.contains((before + after).toLowerCase(Locale.ROOT));
    if (broken && !compound) {
      text.setLength(last);
    }
    text.append(line);
  }

  /// An em dash sticks to the words on both sides, also over a line's end.
  private static boolean isDash(char c) {
    return c == '—';
  }

  private static String lastWord(StringBuilder text, int end) {
    int from = end;
    while (from > 0
        && (Character.isLetter(text.charAt(from - 1)) || text.charAt(from - 1) == '-')) {
      from--;
    }
    return text.substring(from, end);
  }

  private static String firstWord(String line) {
    int to = 0;
    while (to < line.length() && Character.isLetter(line.charAt(to))) {
      to++;
    }
    return line.substring(0, to);
  }
}
