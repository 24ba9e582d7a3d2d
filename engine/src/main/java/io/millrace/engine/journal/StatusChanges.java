package io.millrace.engine.journal;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status changes of executions, noted in the very commit that stores the events which make them:
/// they are told at least once, whatever is killed in between. Safe for concurrent use; each method
/// throws [JournalUnavailableException] when the store cannot be reached.
public interface StatusChanges {
  /// What commits of this handle note from now on; nothing before. What was noted stays noted.
  ///
  /// @param onNoted called on the thread that commits, after a commit that noted something; it must
  ///   return at once; what it throws fails no commit, for that is durable
  void note(StatusInterest interest, Runnable onNoted);

  /// What is to be told by now, longest due first, then in the order in which it happened; at most
  /// `limit`. Changes of executions that are not kept any more are forgotten.
  List<StatusChange> due(long nowMillis, int limit);

  /// These have been told, or never will be.
  void forget(Collection<Long> ids);

  /// It is due again later.
  ///
  /// @param targetsLeft who did not take it, or null when nobody was asked
  void postpone(long id, @Nullable List<String> targetsLeft, int attempts, long dueMillis);
}
