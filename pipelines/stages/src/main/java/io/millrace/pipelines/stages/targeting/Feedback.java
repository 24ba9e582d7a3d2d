package io.millrace.pipelines.stages.targeting;

import java.util.List;
import java.util.SortedMap;

/// What goes back to where the campaign came from.
///
/// @param bodyCharacters of all letters together
public record Feedback(
    int notifications,
    long bodyCharacters,
    SortedMap<Category, Integer> byCategory,
    List<Entry> entries) {
  public Feedback {
    entries = List.copyOf(entries);
  }

  /// What the directory is told about one person.
  public record Entry(int personId, String notificationId, String summary) {}
}
