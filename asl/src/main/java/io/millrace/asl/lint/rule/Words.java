package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.StateNode;
import java.util.List;
import java.util.Locale;

/// Wording that sentences share.
final class Words {
  private static final int LISTED_MAX = 8;

  private Words() {}

  /// `a`, `b` and `c`, in backquotes.
  static String quoted(List<String> names) {
    return listed(names.stream().distinct().map(name -> "`" + name + "`").toList());
  }

  /// a, b and c.
  static String listed(List<String> parts) {
    if (parts.size() > LISTED_MAX) {
      List<String> first = parts.subList(0, LISTED_MAX - 1);
      return String.join(", ", first) + " and " + (parts.size() - first.size()) + " more";
    }
    return parts.size() < 2
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  static String states(List<StateNode> states) {
    return quoted(states.stream().map(StateNode::name).toList());
  }

  /// 25,000.
  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// Seconds as people say them: `4 h`, `90 s`.
  static String duration(double seconds) {
    if (seconds >= 3600) {
      return String.format(Locale.ROOT, "%,.1f h", seconds / 3600).replace(".0 h", " h");
    }
    return seconds >= 120 && seconds % 60 == 0
        ? number((long) (seconds / 60)) + " min"
        : number(Math.round(seconds)) + " s";
  }
}
