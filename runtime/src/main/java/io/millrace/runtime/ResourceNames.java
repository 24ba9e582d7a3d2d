package io.millrace.runtime;

/// AWS's rules for the names of state machines and executions (API reference, StartExecution,
/// `name`).
public final class ResourceNames {
  /// Longest name, in characters.
  public static final int LENGTH_MAX = 80;

  private static final String FORBIDDEN = "<>{}[]?*\"#%\\^|~`$&,;:/";

  private ResourceNames() {}

  /// The name when it follows the rules.
  ///
  /// @throws RefusedException with [Refusal.InvalidName]
  public static String checked(String name) {
    if (!isName(name)) {
      throw new RefusedException(new Refusal.InvalidName(name));
    }
    return name;
  }

  /// Whether the text follows the rules.
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isAllowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    if (c < 0x80) {
      return c > ' ' && c != 0x7F && FORBIDDEN.indexOf(c) < 0;
    }
    return c > 0x9F && !Character.isWhitespace(c) && !Character.isSurrogate(c) && c < 0xFFFE;
  }
}
