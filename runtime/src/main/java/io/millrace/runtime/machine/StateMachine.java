package io.millrace.runtime.machine;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A state machine with its latest revision.
///
/// @param createdMillis milliseconds since the epoch
/// @param updatedMillis when it was last updated, or null when never: AWS shows a `revisionId` only
///   after the first update (recorded: conformance case
///   api/test_create_update_state_machine_same_parameters)
/// @param revision names the settings; executions refer to it
public record StateMachine(
    String arn,
    String name,
    Type type,
    Status status,
    long createdMillis,
    @Nullable Long updatedMillis,
    UUID revision,
    MachineSettings settings,
    Map<String, String> tags) {
  public StateMachine {
    tags = Map.copyOf(tags);
  }

  /// The same machine with other tags.
  public StateMachine withTags(Map<String, String> others) {
    return new StateMachine(
        arn, name, type, status, createdMillis, updatedMillis, revision, settings, others);
  }

  /// The same machine as it was at another revision.
  StateMachine at(MachineRevision other) {
    return new StateMachine(
        arn,
        name,
        type,
        status,
        createdMillis,
        updatedMillis,
        other.revision(),
        other.settings(),
        tags);
  }

  /// `StateMachineType` of the API.
  public enum Type {
    STANDARD,
    EXPRESS
  }

  /// `StateMachineStatus` of the API.
  public enum Status {
    ACTIVE,
    DELETING
  }
}
