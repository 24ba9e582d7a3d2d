package io.millrace.asl.graph;

import io.millrace.asl.model.Catcher;
import io.millrace.asl.model.ChoiceRule;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One graph of states: the machine's own, a branch's, or an item processor's. Immutable.
///
/// @param steps a START, the states in the order of the text, and an END when some state ends it
/// @param arrows at most one of each kind between two steps; what several would say is in its label
public record FlowGraph(List<Step> steps, List<Arrow> arrows) {
  /// The id of the step that comes before the first state.
  public static final String START = "start";

  /// The id of the step that comes after the last state.
  public static final String END = "end";

  public FlowGraph {
    steps = List.copyOf(steps);
    arrows = List.copyOf(arrows);
  }

  /// What a step is.
  public enum Kind {
    START,
    END,
    PASS,
    TASK,
    CHOICE,
    WAIT,
    SUCCEED,
    FAIL,
    PARALLEL,
    MAP
  }

  /// A state, or the start or the end.
  ///
  /// @param id unique in its graph
  /// @param title the state's name
  /// @param subtitle what it does, in a few words; may be empty
  /// @param inside the branches of a Parallel, the item processor of a Map; else empty
  public record Step(String id, Kind kind, String title, String subtitle, List<FlowGraph> inside) {
    public Step {
      inside = List.copyOf(inside);
    }
  }

  /// Why one step follows another.
  public enum Reason {
    /// `Next`, `StartAt` or `End`.
    NEXT,
    /// A rule of a Choice.
    RULE,
    /// `Default` of a Choice.
    DEFAULT,
    /// A catcher.
    CATCH
  }

  /// An arrow from one step to another.
  ///
  /// @param label in a few words; may be empty
  /// @param detail the whole of what the label shortens; may be empty
  public record Arrow(String from, String to, Reason reason, String label, String detail) {}

  /// The graph of a definition.
  public static FlowGraph of(StateGraph graph) {
    List<Step> steps = new ArrayList<>();
    Map<String, Arrow> arrows = new LinkedHashMap<>();
    steps.add(new Step(START, Kind.START, "Start", "", List.of()));
    add(arrows, new Arrow(START, id(graph.startAt()), Reason.NEXT, "", ""));
    boolean ends = false;
    for (State state : graph.states().values()) {
      steps.add(step(state));
      ends |= connect(state, arrows);
    }
    if (ends) {
      steps.add(new Step(END, Kind.END, "End", "", List.of()));
    }
    return new FlowGraph(steps, List.copyOf(arrows.values()));
  }

  private static String id(String state) {
    return "state:" + state;
  }

  private static Step step(State state) {
    Kind kind =
        switch (state) {
          case State.Pass _ -> Kind.PASS;
          case State.Task _ -> Kind.TASK;
          case State.Choice _ -> Kind.CHOICE;
          case State.Wait _ -> Kind.WAIT;
          case State.Succeed _ -> Kind.SUCCEED;
          case State.Fail _ -> Kind.FAIL;
          case State.Parallel _ -> Kind.PARALLEL;
          case State.Map _ -> Kind.MAP;
        };
    List<FlowGraph> inside =
        switch (state) {
          case State.Parallel parallel -> parallel.branches().stream().map(FlowGraph::of).toList();
          case State.Map map -> List.of(of(map.processor()));
          case State.Pass _,
              State.Task _,
              State.Choice _,
              State.Wait _,
              State.Succeed _,
              State.Fail _ ->
              List.of();
        };
    return new Step(id(state.name()), kind, state.name(), Labels.subtitle(state), inside);
  }

  /// Adds the arrows that leave a state; tells whether one goes to the end.
  private static boolean connect(State state, Map<String, Arrow> arrows) {
    String from = id(state.name());
    boolean ends =
        switch (state) {
          case State.Pass pass -> then(from, pass.then(), arrows);
          case State.Task task -> then(from, task.then(), arrows);
          case State.Wait wait -> then(from, wait.then(), arrows);
          case State.Parallel parallel -> then(from, parallel.then(), arrows);
          case State.Map map -> then(from, map.then(), arrows);
          case State.Choice choice -> {
            for (ChoiceRule rule : choice.choices()) {
              String condition = Labels.condition(rule.condition());
              add(arrows, new Arrow(from, id(rule.next()), Reason.RULE, condition, condition));
            }
            if (choice.defaultNext() != null) {
              add(
                  arrows,
                  new Arrow(from, id(choice.defaultNext()), Reason.DEFAULT, "otherwise", ""));
            }
            yield false;
          }
          case State.Succeed _, State.Fail _ -> false;
        };
    if (state instanceof State.Recoverable recoverable) {
      for (Catcher catcher : recoverable.catchers()) {
        String errors = String.join(", ", catcher.errorEquals());
        String label = errors.equals("States.ALL") ? "" : Labels.errors(catcher.errorEquals());
        add(arrows, new Arrow(from, id(catcher.next()), Reason.CATCH, label, "catch " + errors));
      }
    }
    return ends;
  }

  private static boolean then(String from, Transition then, Map<String, Arrow> arrows) {
    return switch (then) {
      case Transition.Next(String target) -> {
        add(arrows, new Arrow(from, id(target), Reason.NEXT, "", ""));
        yield false;
      }
      case Transition.End _ -> {
        add(arrows, new Arrow(from, END, Reason.NEXT, "", ""));
        yield true;
      }
    };
  }

  /// Several rules or catchers with one target become one arrow.
  private static void add(Map<String, Arrow> arrows, Arrow arrow) {
    String key = arrow.from + "\n" + arrow.to + "\n" + arrow.reason;
    arrows.merge(
        key,
        arrow,
        (one, other) ->
            new Arrow(
                one.from,
                one.to,
                one.reason,
                // A catcher without a label catches all: then the others' errors say nothing.
                one.reason == Reason.CATCH && (one.label.isEmpty() || other.label.isEmpty())
                    ? ""
                    : joined(one.label, other.label),
                joined(one.detail, other.detail)));
  }

  private static String joined(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + " or " + other;
  }
}
