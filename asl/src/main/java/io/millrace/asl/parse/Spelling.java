package io.millrace.asl.parse;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds what a writer may have meant: the known name that differs from the given one in the fewest
/// letters added, lost, changed or swapped, if these are few.
final class Spelling {
  private static final int LENGTH_MAX = 100;

  private Spelling() {}

  /// "Did you mean `X`?", or null when nothing known is near. Upper and lower case count as the
  /// same, and what is given is not a candidate itself.
  static @Nullable String hint(String given, Collection<String> known) {
    String nearest = nearest(given, known);
    return nearest == null ? null : "Did you mean `" + nearest + "`?";
  }

  static @Nullable String nearest(String given, Collection<String> known) {
    if (given.isEmpty() || given.length() > LENGTH_MAX) {
      return null;
    }
    String wanted = given.toLowerCase(Locale.ROOT);
    // Of names of one or two letters, all are near each other.
    int best = given.length() < 3 ? 1 : Math.clamp(given.length() / 3, 1, 3) + 1;
    String nearest = null;
    for (String candidate : known) {
      if (!candidate.equals(given)
          && candidate.length() <= LENGTH_MAX
          && Math.abs(candidate.length() - given.length()) < best) {
        int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
        if (distance < best) {
          best = distance;
          nearest = candidate;
        }
      }
    }
    return nearest;
  }

  /// The optimal string alignment distance.
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1] + 1, last[j] + 1), last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
