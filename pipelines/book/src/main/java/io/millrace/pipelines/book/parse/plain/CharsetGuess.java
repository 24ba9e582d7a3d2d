package io.millrace.pipelines.book.parse.plain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decodes text of unknown charset: a byte order mark decides; else UTF-8 when every byte fits it,
/// because other text practically never does; else what the text or its carrier declares; else
/// windows-1252, of which Latin-1's printable characters are a part.
public final class CharsetGuess {

  private static final Pattern DECLARED =
      Pattern.compile(
          "(?:charset\\s*=\\s*[\"']?|encoding\\s*=\\s*[\"']|Character set"
              + " encoding:\\s*)([A-Za-z0-9._:-]+)",
          Pattern.CASE_INSENSITIVE);
  private static final int DECLARATION_BYTES = 4096;
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private CharsetGuess() {}

  /// The text without its byte order mark. Bytes that no charset explains become U+FFFD.
  public static String decode(byte[] bytes, @Nullable String hint) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, declared(bytes, hint));
    }
  }

  private static Charset declared(byte[] bytes, @Nullable String hint) {
    String head =
        new String(
            bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
    Matcher matcher = DECLARED.matcher(head);
    String name = matcher.find() ? matcher.group(1) : hint;
    Charset charset = named(name);
    // The bytes are no UTF-8, whatever they say; and a Latin-1 label often covers windows-1252
    // (WHATWG Encoding Standard: the label "iso-8859-1" means windows-1252).
    boolean western =
        charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII);
    return western || charset.equals(StandardCharsets.UTF_8) ? WINDOWS_1252 : charset;
  }

  private static Charset named(@Nullable String name) {
    try {
      return name == null ? WINDOWS_1252 : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return WINDOWS_1252;
    }
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
