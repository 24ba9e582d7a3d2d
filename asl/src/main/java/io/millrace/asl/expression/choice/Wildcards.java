package io.millrace.asl.expression.choice;

/// Patterns of `StringMatches`. Amazon States Language specification, "Choice State": `*` matches
/// zero or more characters; `\\*` is a star, `\\\\` a backslash; no other escape exists.
final class Wildcards {
  private Wildcards() {}

  static boolean isWellFormed(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
        if (i == pattern.length() || (pattern.charAt(i) != '*' && pattern.charAt(i) != '\\')) {
          return false;
        }
      }
    }
    return true;
  }

  /// Linear in the text for each star: on a mismatch only the last star takes one more character.
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = t;
        continue;
      }
      int literal = p < pattern.length() && pattern.charAt(p) == '\\' ? p + 1 : p;
      if (literal < pattern.length() && pattern.charAt(literal) == text.charAt(t)) {
        p = literal + 1;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
