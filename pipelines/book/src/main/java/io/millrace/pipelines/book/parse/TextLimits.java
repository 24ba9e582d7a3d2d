package io.millrace.pipelines.book.parse;

import java.util.Locale;

/// How much one document may hold. A file within the limit of bytes can still be made of nothing
/// but marks, each of which becomes an object of some 200 bytes: what is counted here is what the
/// memory pays for. The complete Shakespeare has 200,000 lines, and as HTML 400,000 tags.
public final class TextLimits {
  /// Bytes of a plain text file; the longest novels are 10 MB.
  public static final long LARGEST_PLAIN = 16L << 20;

  /// Bytes of a web page, which may hold its pictures.
  public static final long LARGEST_PAGE = 32L << 20;

  static final int MOST_TAGS = 1_500_000;
  static final int MOST_LINES = 1_500_000;

  private TextLimits() {}

  /// Throws [UnknownFormatException] when `markup` has more tags than any book. `what` begins the
  /// message.
  public static void checkTags(String markup, String what) {
    check(count(markup, '<', '<'), MOST_TAGS, "tags", what);
  }

  /// The same for lines of plain text.
  public static void checkLines(String text, String what) {
    check(count(text, '\n', '\r'), MOST_LINES, "lines", what);
  }

  private static void check(int found, int most, String unit, String what) {
    if (found > most) {
      throw new UnknownFormatException(
          String.format(
              Locale.ROOT,
              "%s has %,d %s, and no book has more than %,d. Give the book alone, or convert it"
                  + " with Calibre.",
              what,
              found,
              unit,
              most));
    }
  }

  private static int count(String text, char one, char other) {
    var found = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == one || c == other) {
        found++;
      }
    }
    return found;
  }
}
