package io.millrace.pipelines.book.format;

import io.millrace.pipelines.book.format.reading.Reader;
import io.millrace.pipelines.book.format.reading.RomanNumeral;
import io.millrace.pipelines.book.format.reading.Typography;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// How a heading is read out: "IV. The Storm" and "CHAPTER IV — THE STORM" both become "Chapter
/// Four. The Storm.". Immutable.
final class Announcement {

  /// A bare number beyond it is a title ("1984"), not a chapter's number.
  private static final int HIGHEST_BARE_NUMBER = 400;

  private static final Pattern BARE =
      Pattern.compile(
          "(\\p{Alpha}{1,9}|\\d{1,3})(?:\\s*$|\\s*[.:)]\\s*|\\s+\u2014\\s*|\\s+-\\s+)(.*)");
  private static final Pattern ENDED =
      Pattern.compile(".*[\\p{Po}&&[^,;:'\"]][\\p{Pf}\\p{Pe}'\"]*$");

  private final Reader reader;
  private final Locale language;
  private final Pattern division;

  Announcement(Reader reader, Locale language) {
    this.reader = reader;
    this.language = language;
    this.division =
        Pattern.compile(
            "(" + String.join("|", reader.divisions()) + ")\\s+" + BARE.pattern(),
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /// The heading as one or two sentences; the empty text when there is nothing to say in it.
  String read(String heading) {
    var text = Typography.normalise(heading.replace('\n', ' ')).strip();
    if (Typography.isOnlySigns(text)) {
      return "";
    }
    var numbered = division.matcher(text);
    if (!reader.divisions().isEmpty() && numbered.matches()) {
      var number = number(numbered.group(2));
      if (number.isPresent()) {
        var name = capitalised(numbered.group(1).toLowerCase(language));
        return announced(name, number.getAsInt(), numbered.group(3));
      }
    }
    var bare = BARE.matcher(text);
    if (bare.matches()) {
      var number = number(bare.group(1));
      if (number.isPresent() && number.getAsInt() <= HIGHEST_BARE_NUMBER) {
        return announced("", number.getAsInt(), bare.group(2));
      }
    }
    return sentence(reader.read(calm(text)));
  }

  private String announced(String division, int number, String rest) {
    var first = reader.numbered(division, number) + ".";
    return rest.isBlank() ? first : first + " " + sentence(reader.read(calm(rest.strip())));
  }

  private static OptionalInt number(String text) {
    return Character.isDigit(text.charAt(0))
        ? OptionalInt.of(Integer.parseInt(text))
        : RomanNumeral.parse(text);
  }

  /// Capitals throughout are the printer's way to say "heading"; voices may spell them.
  private String calm(String text) {
    if (text.codePoints().anyMatch(Character::isLowerCase)
        || text.codePoints().filter(Character::isLetter).count() < 4) {
      return text;
    }
    var out = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      var letter = Character.toString(c);
      out.append(inWord ? letter.toLowerCase(language) : letter);
      inWord =
          Character.isLetter(c) || c == '\'' || Character.getType(c) == Character.NON_SPACING_MARK;
    }
    return out.toString();
  }

  /// A heading ends like a sentence, so that the voice comes to rest.
  private static String sentence(String text) {
    return text.isEmpty() || ENDED.matcher(text).matches() ? text : text + ".";
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
