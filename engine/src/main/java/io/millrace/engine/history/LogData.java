package io.millrace.engine.history;

/// Data for log events, which have less room than the history.
final class LogData {
  /// Developer guide, "Using CloudWatch Logs to log execution history": escaped input or output of
  /// more than 248 KB is truncated.
  private static final int ESCAPED_BYTES_MAX = 248 * 1024;

  /// The longest that a character can become: a control character is six bytes.
  private static final int ESCAPED_BYTES_PER_CHARACTER = 6;

  private LogData() {}

  /// The text, or as much of its beginning as fits when it is escaped as JSON and encoded in UTF-8.
  static String cut(String text) {
    if (text.length() <= ESCAPED_BYTES_MAX / ESCAPED_BYTES_PER_CHARACTER) {
      return text;
    }
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      bytes += escapedBytes(character);
      if (bytes > ESCAPED_BYTES_MAX) {
        return text.substring(0, at);
      }
      at += Character.charCount(character);
    }
    return text;
  }

  private static int escapedBytes(int character) {
    if (character == '"' || character == '\\') {
      return 2;
    }
    if (character < 0x20) {
      return ESCAPED_BYTES_PER_CHARACTER;
    }
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }
}
