package io.millrace.triggers.pipe;

import java.util.Set;

/// What became of a batch at its target.
sealed interface Outcome {
  /// The target took it; its messages are done, but for those that it reports.
  ///
  /// @param failedMessages ids of messages that stay in the queue
  /// @param wasThere whether an earlier delivery had started the execution
  record Accepted(Set<String> failedMessages, boolean wasThere) implements Outcome {}

  /// The target will not take it as it is, or has failed with it: its messages stay in the queue,
  /// and come again after their visibility timeout.
  record Failed(String error, String cause) implements Outcome {}

  /// The target cannot take it now; the same call may succeed later.
  record Unavailable(String why) implements Outcome {}
}
