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
    if (name.isEmpty() || name.length() > LENGTH_MAX) {
      throw new RefusedException(new Refusal.InvalidName(name));
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAllowed(name.charAt(i))) {
        throw new RefusedException(new Refusal.InvalidName(name));
      }
    }
    return name;
  }

  private static boolean isAllowed(char c) {
    if (c < 0x80) {
      return c > ' ' && c != 0x7F && FORBIDDEN.indexOf(c) < 0;
    }
    return c > 0x9F && !Character.isWhitespace(c) && !Character.isSurrogate(c) && c < 0xFFFE;
  }
}
