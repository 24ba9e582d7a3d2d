package io.millrace.runtime.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name for one version of a state machine, or for two that share the executions.
///
/// @param routes one or two, of different versions, whose weights make 100
/// @param createdMillis milliseconds since the epoch
/// @param updatedMillis when it was last changed, or created
public record StateMachineAlias(
    String stateMachineArn,
    String name,
    @Nullable String description,
    List<Route> routes,
    long createdMillis,
    long updatedMillis) {
  public StateMachineAlias {
    routes = List.copyOf(routes);
  }

  /// How many of a hundred executions a version gets.
  public record Route(int version, int weight) {}

  /// `stateMachineAliasArn`.
  public String arn() {
    return stateMachineArn + ":" + name;
  }
}
