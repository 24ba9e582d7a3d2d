package io.millrace.cli.book;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/// Names for files made from titles, safe on every file system people use.
final class FileNames {
  /// File systems allow 255 bytes; a chapter number and an extension come around the title.
  private static final int TITLE_BYTES_MAX = 120;

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}/\\\\:*?\"<>|]+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

  /// How this process writes file names.
  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private FileNames() {}

  /// The title without what file systems refuse, cut between characters; `book` when nothing is
  /// left. Without accents where this process cannot name files with them (no UTF-8 locale).
  static String of(String title) {
    return of(title, NAMES);
  }

  static String of(String title, Charset names) {
    String writable = names.newEncoder().canEncode(title) ? title : inAscii(title);
    String name = SPACES.matcher(UNSAFE.matcher(writable).replaceAll(" ")).replaceAll(" ").strip();
    while (name.startsWith(".")) name = name.substring(1).strip();
    while (name.getBytes(StandardCharsets.UTF_8).length > TITLE_BYTES_MAX) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1)).strip();
    }
    while (name.endsWith(".")) name = name.substring(0, name.length() - 1).strip();
    return name.isEmpty() ? "book" : name;
  }

  /// Letters without their accents, plain quotation marks and dashes, `_` for the rest.
  private static String inAscii(String title) {
    String plain = title.replaceAll("[‘’]", "'").replaceAll("[–—]", "-").replaceAll("[“”«»]", "");
    String letters =
        ACCENTS.matcher(Normalizer.normalize(plain, Normalizer.Form.NFKD)).replaceAll("");
    return letters.replace('đ', 'd').replace('Đ', 'D').replaceAll("[^\\p{ASCII}]", "_");
  }
}
