package io.millrace.runtime.map;

/// Lengths of texts in UTF-8, without encoding them.
final class Utf8 {
  private Utf8() {}

  /// Whether the text takes more than so many bytes.
  static boolean isLonger(String text, int bytesMax) {
    if (text.length() <= bytesMax / 3) {
      return false;
    }
    return text.length() > bytesMax || length(text) > bytesMax;
  }

  private static long length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is four bytes, two for each half.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
