package io.millrace.runtime.machine;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A revision of a state machine that has been published under a number and never changes.
///
/// @param number from 1; the number of a deleted version is not used again (recorded:
///   api_versioning/test_version_ids_between_deletions)
/// @param createdMillis milliseconds since the epoch
public record PublishedVersion(
    String stateMachineArn,
    int number,
    UUID revision,
    @Nullable String description,
    long createdMillis) {
  /// `stateMachineVersionArn`.
  public String arn() {
    return stateMachineArn + ":" + number;
  }
}
