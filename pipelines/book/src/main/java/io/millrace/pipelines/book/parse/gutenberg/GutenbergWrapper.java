package io.millrace.pipelines.book.parse.gutenberg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Recognises Project Gutenberg's header and licence line by line. The wording has changed over the
/// decades: "START OF THE PROJECT GUTENBERG EBOOK", "START OF THIS PROJECT GUTENBERG EBOOK", and
/// before 2003 "*END*THE SMALL PRINT!".
public final class GutenbergWrapper {

  private static final Pattern START =
      Pattern.compile(
          "\\*{3}\\s*START OF TH(?:E|IS) PROJECT GUTENBERG|\\*\\s*END\\s*\\*?\\s*THE SMALL"
              + " PRINT|\\*END THE SMALL PRINT",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern END =
      Pattern.compile(
          "\\*{3}\\s*END OF TH(?:E|IS) PROJECT GUTENBERG|^\\s*END OF (?:THE )?(?:THIS )?PROJECT"
              + " GUTENBERG",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FIELD =
      Pattern.compile(
          "^\\s*(Title|Author|Language|Character set encoding|Translator)\\s*:\\s*(.*)$");

  private GutenbergWrapper() {}

  /// Whether the book's text begins after this line. Works on a line or on a whole block of lines.
  public static boolean isStart(String text) {
    return START.matcher(text).find();
  }

  /// Whether the book's text ends before this line.
  public static boolean isEnd(String text) {
    return END.matcher(text).find();
  }

  /// The text of a block that follows its START line: what stands after the line's end.
  public static String afterStart(String block) {
    Matcher matcher = START.matcher(block);
    int end = 0;
    while (matcher.find()) {
      end = matcher.end();
    }
    int line = block.indexOf('\n', end);
    return line < 0 ? "" : block.substring(line + 1);
  }

  /// Fields of the header such as `title`, `author`, `language`, `character set encoding`, with
  /// small-letter names. A title that goes on in an indented line has only its first line here:
  /// what follows is a subtitle.
  public static Map<String, String> fields(List<String> lines) {
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = FIELD.matcher(line);
      if (matcher.matches()) {
        fields.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2).strip());
      }
    }
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /// The names in an `Author:` field.
  public static List<String> authors(Map<String, String> fields) {
    String author = fields.get("author");
    if (author == null) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (String name : author.split("\\s+and\\s+|\\s*;\\s*|\\s+&\\s+")) {
      names.add(name.strip());
    }
    return names;
  }

  /// The BCP 47 tag of a `Language:` field, which holds the language's English name.
  public static Optional<String> language(Map<String, String> fields) {
    return Optional.ofNullable(fields.get("language")).flatMap(GutenbergWrapper::tagOf);
  }

  private static Optional<String> tagOf(String englishName) {
    String name = englishName.split("[,;(]")[0].strip();
    for (String code : Locale.getISOLanguages()) {
      if (Locale.of(code).getDisplayLanguage(Locale.ENGLISH).equalsIgnoreCase(name)) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
