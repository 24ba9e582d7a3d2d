package io.millrace.cli.book;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chapters from `first` to `last`, both included, counted from 1.
record ChapterRange(int first, int last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  ChapterRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "Chapters " + first + "-" + last + " are none: count from 1, the smaller number first.");
    }
  }

  /// Reads `3` or `1-3`.
  ///
  /// @throws IllegalArgumentException saying what would be right
  static ChapterRange parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' names no chapters: write one number (3) or a range (1-3).");
    }
    int first = Integer.parseInt(form.group(1));
    return new ChapterRange(first, form.group(2) == null ? first : Integer.parseInt(form.group(2)));
  }

  @Override
  public String toString() {
    return first == last ? String.valueOf(first) : first + "-" + last;
  }
}
