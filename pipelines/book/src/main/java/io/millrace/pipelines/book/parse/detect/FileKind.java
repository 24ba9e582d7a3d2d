package io.millrace.pipelines.book.parse.detect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a file is by its first bytes.
enum FileKind {
  ZIP,
  PDF,
  HTML,
  TEXT,
  OTHER;

  /// PDF readers accept the signature anywhere in the first 1,024 bytes (ISO 32000-1,
  /// implementation note 13).
  private static final int PDF_SIGNATURE_WITHIN = 1024;

  private record Signature(String bytes, int at, String what) {}

  private static final List<Signature> OTHERS =
      List.of(
          new Signature("BOOKMOBI", 60, "a Kindle or Mobipocket book"),
          new Signature("TPZ", 0, "a Kindle Topaz book"),
          new Signature("Rar!", 0, "a RAR archive"),
          new Signature("7z\u00BC\u00AF", 0, "a 7-Zip archive"),
          new Signature("\u001F\u008B", 0, "a gzip archive"),
          new Signature("AT&TFORM", 0, "a DjVu scan"),
          new Signature("\u00D0\u00CF\u0011\u00E0", 0, "an old Microsoft Word document"),
          new Signature("{\\rtf", 0, "a rich text (RTF) document"),
          new Signature("%!PS", 0, "a PostScript document"),
          new Signature("ITSF", 0, "a compiled HTML (CHM) book"),
          new Signature("\u0089PNG", 0, "a picture"),
          new Signature("\u00FF\u00D8\u00FF", 0, "a picture"),
          new Signature("GIF8", 0, "a picture"),
          new Signature("ID3", 0, "a sound file"));

  static FileKind of(byte[] head, @Nullable String contentType) {
    String latin = new String(head, StandardCharsets.ISO_8859_1);
    if (latin.startsWith("PK\u0003\u0004") || latin.startsWith("PK\u0005\u0006")) {
      return ZIP;
    }
    int pdf = latin.indexOf("%PDF-");
    if (pdf >= 0 && pdf < PDF_SIGNATURE_WITHIN) {
      return PDF;
    }
    if (signature(latin) != null || isBinary(head) || latin.contains("<FictionBook")) {
      return OTHER;
    }
    return isHtml(latin.toLowerCase(Locale.ROOT), contentType) ? HTML : TEXT;
  }

  /// In words for the user.
  static String describe(byte[] head) {
    String latin = new String(head, StandardCharsets.ISO_8859_1);
    Signature signature = signature(latin);
    if (signature != null) {
      return signature.what();
    }
    return latin.contains("<FictionBook")
        ? "a FictionBook (FB2) document"
        : "binary data of an unknown kind";
  }

  private static @Nullable Signature signature(String latin) {
    return OTHERS.stream()
        .filter(s -> latin.startsWith(s.bytes(), s.at()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isHtml(String text, @Nullable String contentType) {
    String start = text.replaceFirst("^(?:ï»¿)?\\s*", "");
    boolean begins = start.startsWith("<!doctype html") || start.startsWith("<html");
    boolean tags = text.contains("<html") || text.contains("<body") || text.contains("<head>");
    boolean said = contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html");
    return begins
        || (start.startsWith("<") && tags)
        || (said && (tags || text.contains("<p") || text.contains("<h")));
  }

  /// Text has no NUL bytes, unless it is UTF-16 with a byte order mark, and few control characters.
  private static boolean isBinary(byte[] head) {
    boolean utf16 =
        head.length > 1
            && ((head[0] == (byte) 0xFE && head[1] == (byte) 0xFF)
                || (head[0] == (byte) 0xFF && head[1] == (byte) 0xFE));
    int controls = 0;
    for (byte b : head) {
      boolean space = b == '\t' || b == '\n' || b == '\r' || b == '\f' || b == 0x1A || b == 0x1B;
      controls += b >= 0 && b < 0x20 && !space ? 1 : 0;
    }
    return !utf16 && controls * 50 > head.length;
  }
}
