package io.millrace.runtime.map;

import io.millrace.asl.model.ProcessorConfig;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.StateMachineDefinition;
import org.jspecify.annotations.Nullable;

/// The definition of a Map Run's children: the ItemProcessor of its Map state.
public final class ChildDefinition {
  /// Developer guide, "Quotas": the longest an Express execution may last.
  private static final int EXPRESS_SECONDS = 300;

  private ChildDefinition() {}

  /// @param machine the whole definition
  /// @throws IllegalStateException when it has no such Map
  public static StateMachineDefinition of(StateMachineDefinition machine, String mapState) {
    State.Map map = find(machine.graph(), mapState);
    if (map == null) {
      throw new IllegalStateException("the definition has no Map state named " + mapState);
    }
    boolean express = map.config().executionType() == ProcessorConfig.ExecutionType.EXPRESS;
    return new StateMachineDefinition(
        null,
        machine.queryLanguage(),
        machine.version(),
        express ? EXPRESS_SECONDS : null,
        map.processor());
  }

  private static State.@Nullable Map find(StateGraph graph, String name) {
    for (State state : graph.states().values()) {
      State.Map found =
          switch (state) {
            case State.Map map -> map.name().equals(name) ? map : find(map.processor(), name);
            case State.Parallel parallel -> {
              State.Map within = null;
              for (StateGraph branch : parallel.branches()) {
                within = within == null ? find(branch, name) : within;
              }
              yield within;
            }
            case State.Pass _,
                State.Task _,
                State.Choice _,
                State.Wait _,
                State.Succeed _,
                State.Fail _ ->
                null;
          };
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
