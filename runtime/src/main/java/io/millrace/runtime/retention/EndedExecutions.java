package io.millrace.runtime.retention;

/// Executions that have ended, as far as they can be deleted.
public interface EndedExecutions {
  /// Deletes executions that ended before this time, with their histories, their Map Runs and the
  /// children of those; earliest start first. Blocks.
  ///
  /// A child goes only with its parent; a parent stays as long as a Map Run or a child of it runs,
  /// and an execution as long as somebody is to be told of its end. What an interruption leaves of
  /// a parent's children is deleted with the parent at the next call.
  ///
  /// @param limit of executions that are no children; so many are deleted at most
  /// @return how many executions were deleted, children included; 0 when there is nothing left to
  ///   do
  /// @throws io.millrace.engine.journal.JournalUnavailableException when the store cannot be
  ///   reached; a repetition is safe
  long deleteBefore(long stopMillis, int limit);
}
