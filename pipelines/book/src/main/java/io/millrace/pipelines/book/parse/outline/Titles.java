package io.millrace.pipelines.book.parse.outline;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Cleans and compares titles.
public final class Titles {

  private static final Pattern REFERENCE = Pattern.compile("\\[(?:\\d{1,3}|[A-Za-z*†‡])\\]");
  private static final Pattern DROPPED =
      Pattern.compile("[\\u2060\\u00AD\\uFEFF\\u200B-\\u200D\\u200E\\u200F]");
  private static final Pattern SPACES =
      Pattern.compile("[\\s\\u00A0\\u2000-\\u200A\\u202F\\u205F\\u3000]+");

  private Titles() {}

  /// Text on one line: single spaces, no joiners, soft hyphens or byte order marks.
  public static String oneLine(String text) {
    return SPACES.matcher(DROPPED.matcher(text).replaceAll("")).replaceAll(" ").strip();
  }

  /// Without note references such as `[1]`, and for a title set in capitals without the printer's
  /// full stop: in "THE CONCLUSION." the stop belongs to the display, in "Conclusion." to the
  /// sentence.
  public static String title(String text) {
    String title = oneLine(REFERENCE.matcher(text).replaceAll(""));
    boolean capitals = title.equals(title.toUpperCase(Locale.ROOT));
    return capitals && title.endsWith(".") && !title.endsWith("..")
        ? title.substring(0, title.length() - 1)
        : title;
  }

  /// Letters and digits only, without case and accents: for asking whether two headings say the
  /// same.
  public static String key(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("[^\\p{L}\\p{N}]+", "")
        .toLowerCase(Locale.ROOT);
  }
}
