package io.millrace.pipelines.book.provider;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Cuts a text into pieces that a service takes, at the best border there is: between paragraphs,
/// else between sentences, else between words, else anywhere but inside a character. Nothing is
/// lost but the white space at the cuts. Thread-safe.
public final class TextPieces {

  private static final Pattern PARAGRAPH_BORDER = Pattern.compile("\\n[ \\t]*\\n\\s*");

  private TextPieces() {}

  /// Pieces of at most `limit` characters (UTF-16 units), none blank; a blank text has none. A
  /// piece holds as many whole paragraphs as fit, the blank lines between them as they were.
  public static List<String> of(String text, int limit, Locale language) {
    if (limit < 2) {
      throw new IllegalArgumentException("A piece must hold 2 characters or more, got " + limit);
    }
    var pieces = new ArrayList<String>();
    int start = 0;
    int end = 0; // of what fits so far
    var borders = PARAGRAPH_BORDER.matcher(text);
    for (int next = 0; next < text.length(); ) {
      boolean found = borders.find(next);
      int paragraphEnd = found ? borders.start() : text.length();
      if (paragraphEnd - start > limit && end > start) {
        add(pieces, text.substring(start, end), limit, language);
        start = next;
      }
      end = paragraphEnd;
      next = found ? Math.max(borders.end(), next + 1) : text.length();
    }
    add(pieces, text.substring(start, Math.max(start, end)), limit, language);
    return List.copyOf(pieces);
  }

  /// The two halves of a piece, cut as near to its middle as a border allows; one piece when it
  /// cannot be cut.
  public static List<String> halves(String text, Locale language) {
    int half = text.length() / 2 + text.length() / 10;
    return half < 2 ? List.of(text) : of(text, half, language);
  }

  private static void add(List<String> pieces, String text, int limit, Locale language) {
    var rest = text.strip();
    while (rest.length() > limit) {
      int cut = cut(rest, limit, language);
      pieces.add(rest.substring(0, cut).strip());
      rest = rest.substring(cut).strip();
    }
    if (!rest.isEmpty()) {
      pieces.add(rest);
    }
  }

  private static int cut(String text, int limit, Locale language) {
    int sentence = lastBorder(BreakIterator.getSentenceInstance(language), text, limit);
    if (sentence > 0) {
      return sentence;
    }
    int space = text.substring(0, limit + 1).lastIndexOf(' ');
    if (space > 0) {
      return space;
    }
    int character = lastBorder(BreakIterator.getCharacterInstance(language), text, limit);
    return character > 0 ? character : limit;
  }

  /// Only what may be in the piece is looked at: the iterator would otherwise scan the whole rest.
  private static int lastBorder(BreakIterator borders, String text, int limit) {
    var window = text.substring(0, Math.min(text.length(), limit + 1));
    borders.setText(window);
    return borders.isBoundary(limit) ? limit : borders.preceding(limit);
  }
}
