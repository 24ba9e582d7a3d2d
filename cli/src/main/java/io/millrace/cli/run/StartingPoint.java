package io.millrace.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.asl.model.Transition;
import io.millrace.cli.run.RunOptions.Senseless;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a definition begin elsewhere: at another state, with variables set. Variables are set by a
/// Pass state in front, which the history shows, because only a state can set any.
final class StartingPoint {
  private static final String SETTER = "(variables)";

  private StartingPoint() {}

  /// The definition's text with another beginning.
  ///
  /// @param from a state of the machine itself, or null for its own beginning
  /// @param variables an object as JSON, or null for none
  static String apply(
      String json,
      StateMachineDefinition definition,
      @Nullable String from,
      @Nullable String variables)
      throws Senseless {
    if (from == null && variables == null) {
      return json;
    }
    if (from != null && !definition.graph().states().containsKey(from)) {
      throw new Senseless(unknown(from, definition.graph()));
    }
    try {
      ObjectNode root = (ObjectNode) Json.parse(json);
      String start = from == null ? definition.graph().startAt() : from;
      root.put("StartAt", start);
      // A definition with states that cannot be reached is refused.
      ((ObjectNode) root.get("States")).retain(reachable(definition.graph(), start));
      if (variables != null) {
        if (!(Json.parse(variables) instanceof ObjectNode values)) {
          throw new Senseless("--variables is an object such as {\"bookId\": \"x\"}.");
        }
        root.put("StartAt", SETTER);
        ObjectNode setter = ((ObjectNode) root.get("States")).putObject(SETTER);
        setter.put("Type", "Pass").set("Assign", values);
        setter.put("Next", start);
      }
      return Json.write(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a definition that was parsed is JSON", e);
    }
  }

  private static Set<String> reachable(StateGraph graph, String start) {
    Set<String> found = new HashSet<>(Set.of(start));
    Deque<String> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (String next : targets(graph.state(open.pop()))) {
        if (found.add(next)) {
          open.push(next);
        }
      }
    }
    return found;
  }

  private static List<String> targets(State state) {
    List<String> targets = new ArrayList<>();
    switch (state) {
      case State.Choice choice -> {
        choice.choices().forEach(rule -> targets.add(rule.next()));
        if (choice.defaultNext() != null) {
          targets.add(choice.defaultNext());
        }
      }
      case State.Pass pass -> add(pass.then(), targets);
      case State.Task task -> add(task.then(), targets);
      case State.Wait wait -> add(wait.then(), targets);
      case State.Parallel parallel -> add(parallel.then(), targets);
      case State.Map map -> add(map.then(), targets);
      case State.Succeed _, State.Fail _ -> {}
    }
    if (state instanceof State.Recoverable recoverable) {
      recoverable.catchers().forEach(catcher -> targets.add(catcher.next()));
    }
    return targets;
  }

  private static void add(Transition then, List<String> targets) {
    if (then instanceof Transition.Next(String target)) {
      targets.add(target);
    }
  }

  static String unknown(String from, StateGraph graph) {
    for (State state : graph.states().values()) {
      if (isInside(from, state)) {
        return "The state '%s' is inside '%s'; a run can start at '%s', with that state's input."
            .formatted(from, state.name(), state.name());
      }
    }
    return "There is no state '%s'. There are: %s."
        .formatted(from, String.join(", ", graph.states().keySet()));
  }

  private static boolean isInside(String name, State state) {
    return switch (state) {
      case State.Map map -> contains(name, map.processor());
      case State.Parallel parallel ->
          parallel.branches().stream().anyMatch(branch -> contains(name, branch));
      case State.Pass _,
          State.Task _,
          State.Choice _,
          State.Wait _,
          State.Succeed _,
          State.Fail _ ->
          false;
    };
  }

  /// Whether a state has this name, however deep.
  static boolean contains(String name, StateGraph graph) {
    return graph.states().containsKey(name)
        || graph.states().values().stream().anyMatch(state -> isInside(name, state));
  }
}
