package io.millrace.connectors.aws;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody probably meant.
final class Similar {
  private Similar() {}

  /// The known name nearest to this one, when it is near: a third of its letters may differ.
  static Optional<String> to(String name, Collection<String> known) {
    String nearest = null;
    int least = name.length() / 3 + 1;
    for (String candidate : known) {
      int distance = distance(lower(name), lower(candidate));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(row[j - 1], above[j]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
