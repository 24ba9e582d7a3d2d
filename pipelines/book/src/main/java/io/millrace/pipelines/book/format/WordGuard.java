package io.millrace.pipelines.book.format;

import io.millrace.pipelines.book.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Judges whether a model gave back the same passage or one of its own: as many words, and the same
/// ones in the same order. Compared with the passage as printed and with its offline reading, since
/// a model writes numerals out as the latter does.
final class WordGuard {

  /// A model may word numerals and abbreviations otherwise than the rules do; a summary or an
  /// explanation is further off than this.
  private static final double FEWEST = 0.97;

  private static final double MOST = 1.05;
  private static final double KEPT = 0.95;
  private static final int FREE_WORDS = 3;

  /// How far ahead a word is looked for when the order seems broken.
  private static final int LOOK_AHEAD = 30;

  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*");

  private WordGuard() {}

  static boolean isSamePassage(String printed, String offline, String answer) {
    int fewest = Math.min(Words.count(printed), Words.count(offline));
    int most = Math.max(Words.count(printed), Words.count(offline));
    int words = Words.count(answer);
    if (words < fewest * FEWEST - FREE_WORDS || words > most * MOST + FREE_WORDS) {
      return false;
    }
    var given = words(answer);
    return keeps(words(printed), given) || keeps(words(offline), given);
  }

  private static boolean keeps(List<String> wanted, List<String> given) {
    int missing = 0;
    int at = 0;
    for (var word : wanted) {
      int end = Math.min(given.size(), at + LOOK_AHEAD);
      int found = given.subList(at, end).indexOf(word);
      if (found < 0) {
        missing++;
      } else {
        at += found + 1;
      }
    }
    return missing <= Math.max(FREE_WORDS, wanted.size() * (1 - KEPT));
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(word -> word.group()).toList();
  }
}
