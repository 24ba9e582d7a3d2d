package io.millrace.asl.model;

/// Where a state goes when it has finished: `Next` or `End`.
public sealed interface Transition {
  /// On to the state with this name in the same graph.
  record Next(String target) implements Transition {}

  /// The graph is finished.
  record End() implements Transition {}
}
