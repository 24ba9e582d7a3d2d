package io.millrace.pipelines.book.parse.outline;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The label of a heading, such as "CHAPTER I." of "CHAPTER I. Down the Rabbit-Hole": what it
/// counts, its number (0 when it has none, as in "The Last Chapter"), the label as printed, and the
/// title that follows on the same line (empty when none does).
public record HeadingLabel(Kind kind, int number, String label, String rest) {

  public enum Kind {
    /// "Chapter", "Stave", "Letter" … and a number.
    CHAPTER,
    /// "Part", "Book", "Volume" … and a number.
    PART,
    /// A number alone.
    BARE
  }

  private static final String CHAPTER_WORDS =
      "chapter|chap\\.?|stave|canto|letter|adventure|episode|tale|fable|night|chapitre|lettre|chant|capítulo|capitulo|capitolo|kapitel|brief|hoofdstuk"
          + "|kapitola|rozdział|rozdzial|глава|chương|hồi|luku|kapittel|fejezet";
  private static final String PART_WORDS =
      "part|book|volume|vol\\.?|act|partie|livre|tome|acte|teil|buch|band|parte|libro|libra|livro|tomo|phần|quyển"
          + "|tập|часть|книга|том|deel|boek|część|księga";
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
  private static final String KEYWORD = "(?<word>" + CHAPTER_WORDS + "|" + PART_WORDS + ")";

  // "CHAPTER I. Title", "Chapter the First: Title", "Chương 1", "CHAPITRE XXII[1]."
  private static final Pattern WORD_FIRST =
      Pattern.compile("^" + KEYWORD + "\\s+(?:(?:the|the\\s+|thứ)\\s+)?(?<tail>\\S.*)$", FLAGS);
  // "First Chapter", "Premier chapitre", "Erstes Kapitel", "THE SECOND BOOK"
  private static final Pattern NUMBER_FIRST =
      Pattern.compile(
          "^(?:the\\s+)?(?<num>\\S+)\\s+" + KEYWORD + "(?<sep>[\\s.:;,–—-]+(?<rest>\\S.*))?[.:]?$",
          FLAGS);
  private static final Pattern CJK =
      Pattern.compile(
          "^(?<label>第\\s*[0-9０-９一二三四五六七八九十百零〇两]+\\s*(?<unit>[章回話话节節部卷]))\\s*(?<rest>.*)$");
  private static final Pattern BARE =
      Pattern.compile(
          "^(?<num>[0-9]{1,3}|[ivxlc]{1,8}|[IVXLC]{1,8})(?<sep>\\s*[.:)\\]–—-]+\\s*|\\s+|$)(?<rest>.*)$");
  private static final Pattern WORD_END = Pattern.compile("[\\s.:;,–—\\[(-]");
  private static final Set<String> LAST = Set.of("last", "final", "dernier", "cuối");

  /// The label of a line, or null when it has none. `trusted` lines are known to be headings, so
  /// that "I Introduction" may be a numeral and a title; elsewhere a number alone must be alone or
  /// set off by a stop.
  public static @Nullable HeadingLabel of(String line, boolean trusted) {
    String text = line.strip();
    HeadingLabel found = wordFirst(text);
    if (found == null) {
      found = numberFirst(text);
    }
    if (found == null) {
      found = cjk(text);
    }
    return found != null ? found : bare(text, trusted);
  }

  private static @Nullable HeadingLabel wordFirst(String text) {
    Matcher matcher = WORD_FIRST.matcher(text);
    if (!matcher.matches() || isProse(text)) {
      return null;
    }
    int from = matcher.start("tail");
    // The longest numeral wins: "Twenty One" before "Twenty".
    for (int words = Numeral.MAX_WORDS; words >= 1; words--) {
      int end = endOfWords(text, from, words);
      if (end < 0) {
        continue;
      }
      OptionalInt number = Numeral.parse(text.substring(from, end));
      if (number.isPresent()) {
        return split(kindOf(matcher.group("word")), number.getAsInt(), text, end);
      }
    }
    int end = endOfWords(text, from, 1);
    boolean last = end > 0 && LAST.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
    return last ? split(kindOf(matcher.group("word")), 0, text, end) : null;
  }

  /// "Chapter 3 was a bore." is a sentence: a heading's label is capitalised, and its rest does not
  /// go on in small letters for long.
  private static boolean isProse(String text) {
    return Character.isLowerCase(text.charAt(0)) || (text.length() > 200);
  }

  private static int endOfWords(String text, int from, int words) {
    int at = from;
    for (int i = 0; i < words; i++) {
      if (i > 0) {
        if (at >= text.length() || (text.charAt(at) != ' ' && text.charAt(at) != '-')) {
          return -1;
        }
        at++;
      }
      Matcher end = WORD_END.matcher(text);
      at = end.find(at) ? end.start() : text.length();
    }
    return at;
  }

  private static @Nullable HeadingLabel split(Kind kind, int number, String text, int end) {
    String rest = text.substring(end);
    String title = rest.replaceFirst("^\\[\\d+\\]", "").replaceFirst("^[\\s.:;,)\\]–—-]+", "");
    boolean sentence =
        !title.isEmpty() && rest.startsWith(" ") && Character.isLowerCase(title.codePointAt(0));
    if (sentence) {
      return null;
    }
    String label = text.substring(0, text.length() - title.length()).strip();
    return new HeadingLabel(kind, number, label, title.strip());
  }

  private static @Nullable HeadingLabel numberFirst(String text) {
    Matcher matcher = NUMBER_FIRST.matcher(text);
    if (!matcher.matches() || Character.isDigit(text.charAt(0)) || text.length() > 120) {
      return null;
    }
    String word = matcher.group("num");
    OptionalInt number = Numeral.parse(word);
    boolean last = LAST.contains(word.toLowerCase(Locale.ROOT));
    if ((number.isEmpty() && !last)
        || word.length() < 3
        || !Character.isUpperCase(text.charAt(0))) {
      return null;
    }
    String rest = matcher.group("rest") == null ? "" : matcher.group("rest").strip();
    if (!rest.isEmpty() && Character.isLowerCase(rest.codePointAt(0))) {
      return null;
    }
    String label = text.substring(0, text.length() - rest.length()).strip();
    return new HeadingLabel(kindOf(matcher.group("word")), number.orElse(0), label, rest);
  }

  private static @Nullable HeadingLabel cjk(String text) {
    Matcher matcher = CJK.matcher(text);
    if (!matcher.matches() || text.length() > 60) {
      return null;
    }
    Kind kind = "部卷".contains(matcher.group("unit")) ? Kind.PART : Kind.CHAPTER;
    return new HeadingLabel(kind, 0, matcher.group("label"), matcher.group("rest").strip());
  }

  private static @Nullable HeadingLabel bare(String text, boolean trusted) {
    Matcher matcher = BARE.matcher(text);
    if (!matcher.matches()) {
      return trusted && text.length() < 20 ? spelled(text) : null;
    }
    OptionalInt number = Numeral.parse(matcher.group("num"));
    String rest = matcher.group("rest").strip();
    boolean alone = rest.isEmpty();
    // "I—I do not know" is speech, not a numeral.
    boolean setOff = matcher.group("sep").matches("\\s*[.:)\\]].*") && startsTitle(rest);
    boolean roman = Character.isLetter(text.charAt(0));
    boolean small = roman && Character.isLowerCase(text.charAt(0));
    if (number.isEmpty()
        || (small && !alone)
        || !(alone || setOff || (trusted && startsTitle(rest)))) {
      return null;
    }
    String label = text.substring(0, text.length() - rest.length()).strip();
    return new HeadingLabel(Kind.BARE, number.getAsInt(), label, rest);
  }

  private static @Nullable HeadingLabel spelled(String text) {
    OptionalInt number = Numeral.parse(text.replaceFirst("[.:]$", ""));
    return number.isPresent() ? new HeadingLabel(Kind.BARE, number.getAsInt(), text, "") : null;
  }

  private static boolean startsTitle(String rest) {
    if (rest.isEmpty()) {
      return false;
    }
    int first = rest.codePointAt(0);
    return !Character.isLowerCase(first) && !Character.isDigit(first);
  }

  private static Kind kindOf(String word) {
    return word.toLowerCase(Locale.ROOT).matches(CHAPTER_WORDS) ? Kind.CHAPTER : Kind.PART;
  }
}
