package io.millrace.runtime.activity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where activities are kept. All methods block, are durable on return, safe for concurrent use,
/// and throw [io.millrace.engine.journal.JournalUnavailableException] when the store cannot be
/// reached; repeating is then safe.
public interface ActivityStore {
  /// Stores an activity, unless its ARN is taken.
  ///
  /// @return the one that has the ARN now
  Activity create(Activity activity);

  /// Deletes an activity. Nothing happens when there is none.
  void delete(String arn);

  /// The activity with this ARN.
  Optional<Activity> find(String arn);

  /// Activities by name in order, at most `limit`, following the one named `afterName` when given.
  List<Activity> list(@Nullable String afterName, int limit);
}
