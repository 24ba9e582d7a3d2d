package io.millrace.asl.expression.jsonata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// `$encodeUrl` and its kin, as JavaScript's `encodeURI` and its kin do it (ECMAScript, "URI
/// Handling Functions").
final class UrlFunctions {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
  private static final String HEX = "0123456789ABCDEF";
  private static final String RESERVED = ";/?:@&=+$,#";

  private UrlFunctions() {}

  /// Encodes.
  ///
  /// @param component whether the characters that separate a URL's parts are encoded, too
  /// @throws Failure `D3140` when half of a surrogate pair has no other half
  static String encode(String function, String text, boolean component) {
    String kept = component ? UNRESERVED : UNRESERVED + RESERVED;
    StringBuilder encoded = new StringBuilder();
    for (byte each : bytes(function, text)) {
      char c = (char) (each & 0xFF);
      if (kept.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    return encoded.toString();
  }

  private static byte[] bytes(String function, String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      return all;
    } catch (CharacterCodingException e) {
      throw malformed(function, text);
    }
  }

  /// Decodes.
  ///
  /// @param component whether characters that separate a URL's parts are decoded, too
  /// @throws Failure `D3140` when what follows a `%` is no UTF-8
  static String decode(String function, String text, boolean component) {
    StringBuilder decoded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) != '%') {
        decoded.append(text.charAt(at++));
        continue;
      }
      int from = at;
      int length = length(function, text, octet(function, text, at));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < length; i++) {
        bytes.write(octet(function, text, at));
        at += 3;
      }
      String character = character(function, text, bytes.toByteArray());
      boolean kept = !component && RESERVED.contains(character);
      decoded.append(kept ? text.substring(from, at) : character);
    }
    return decoded.toString();
  }

  private static int octet(String function, String text, int at) {
    if (at + 3 > text.length() || text.charAt(at) != '%') {
      throw malformed(function, text);
    }
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    if (high < 0 || low < 0) {
      throw malformed(function, text);
    }
    return high * 16 + low;
  }

  private static int length(String function, String text, int first) {
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC0 || first > 0xF7) {
      throw malformed(function, text);
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }

  private static String character(String function, String text, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(function, text);
    }
  }

  private static Failure malformed(String function, String text) {
    return new Failure(
        "D3140", "Malformed URL passed to $" + function + "(): " + Failure.shown(text));
  }
}
