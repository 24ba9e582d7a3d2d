package io.millrace.cli.book;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Names for files made from titles, safe on every file system people use.
final class FileNames {
  /// File systems allow 255 bytes; a chapter number and an extension come around the title.
  private static final int TITLE_BYTES_MAX = 120;

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}/\\\\:*?\"<>|]+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private FileNames() {}

  /// The title without what file systems refuse, cut between characters; `book` when nothing is
  /// left.
  static String of(String title) {
    String name = SPACES.matcher(UNSAFE.matcher(title).replaceAll(" ")).replaceAll(" ").strip();
    while (name.startsWith(".")) name = name.substring(1).strip();
    while (name.getBytes(StandardCharsets.UTF_8).length > TITLE_BYTES_MAX) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1)).strip();
    }
    while (name.endsWith(".")) name = name.substring(0, name.length() - 1).strip();
    return name.isEmpty() ? "book" : name;
  }
}
