package io.millrace.engine.journal;

import java.util.Collection;
import java.util.List;

/// Status changes of executions, noted in the very commit that stores the events which make them:
/// they are told at least once, whatever is killed in between. Safe for concurrent use; each method
/// throws [JournalUnavailableException] when the store cannot be reached.
public interface StatusChanges {
  /// What commits of this handle note from now on; nothing before. What was noted stays noted.
  ///
  /// @param onNoted called on the thread that commits, after a commit that noted something; it must
  ///   return at once
  void note(StatusInterest interest, Runnable onNoted);

  /// What is to be told by now, longest due first, then in the order in which it happened; at most
  /// `limit`. Changes of executions that are not kept any more are forgotten.
  List<StatusChange> due(long nowMillis, int limit);

  /// These have been told, or never will be.
  void forget(Collection<Long> ids);

  /// These targets did not take it; it is due again later.
  void postpone(long id, List<String> targetsLeft, int attempts, long dueMillis);
}
