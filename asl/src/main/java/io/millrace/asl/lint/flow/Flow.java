package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.Machine;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Abstract interpretation: states are visited until what is known at each of them changes no more;
/// then each is visited once again, and that is taken down. Used by one thread, once.
public final class Flow {
  /// After so many visits the details at a state are forgotten; a loop then comes to rest.
  private static final int VISITS_BEFORE_WIDENING = 12;

  /// Ours: some ten seconds of work. AWS's limit of 1 MiB for a definition allows about 20,000
  /// states; only deeply nested loops need more than a few visits each.
  private static final int VISITS_MAX = 300_000;

  private final Map<Graph, Rest> rests = new HashMap<>();
  private int visits;

  private Flow() {}

  /// What is known of a graph's states once nothing changes any more.
  private record Rest(Facts start, Shape item, Map<StateNode, Facts> entries, Shape output) {}

  /// Follows the data.
  ///
  /// @param input what is known of the execution's input
  public static Analysis follow(Machine machine, Shape input) {
    Flow flow = new Flow();
    Recorder recorder = Recorder.listening();
    Facts start = new Facts(input, Facts.NO_VARIABLES);
    flow.graph(machine.graph(), start, new Surroundings(input, null), recorder);
    return recorder.analysis(flow.visits <= VISITS_MAX);
  }

  /// What a graph hands on; nothing when it never ends well.
  Shape graph(Graph graph, Facts start, Surroundings surroundings, Recorder recorder) {
    Rest rest = rests.get(graph);
    Shape item = surroundings.item() == null ? Shape.NOTHING : surroundings.item();
    if (rest == null || !rest.start.isSameAs(start) || !rest.item.isSameAs(item)) {
      rest = settle(graph, start, surroundings, item);
      rests.put(graph, rest);
    }
    if (recorder.isListening()) {
      StateFlow states = new StateFlow(this, surroundings, recorder);
      for (StateNode state : graph.states()) {
        Facts entry = rest.entries.get(state);
        if (entry != null) {
          states.run(state, entry);
        }
      }
    }
    return rest.output;
  }

  private Rest settle(Graph graph, Facts start, Surroundings surroundings, Shape item) {
    Map<StateNode, Facts> entries = new HashMap<>();
    Map<StateNode, Integer> counts = new HashMap<>();
    Map<StateNode, Shape> ends = new HashMap<>();
    SequencedSet<StateNode> open = new LinkedHashSet<>();
    StateFlow states = new StateFlow(this, surroundings, Recorder.SILENT);
    enter(graph.start(), start, entries, counts, open);
    while (!open.isEmpty() && visits++ < VISITS_MAX) {
      StateNode state = open.removeFirst();
      Outcome outcome = states.run(state, entries.getOrDefault(state, Facts.NOTHING));
      for (Outcome.Way way : outcome.ways()) {
        enter(graph.state(way.edge().target()), way.facts(), entries, counts, open);
      }
      if (!outcome.end().isNothing()) {
        ends.put(state, outcome.end().input());
      }
    }
    Shape output = Shape.NOTHING;
    for (StateNode state : graph.states()) {
      output = Joining.join(output, ends.getOrDefault(state, Shape.NOTHING));
    }
    return new Rest(start, item, entries, Joining.bounded(output));
  }

  private static void enter(
      @Nullable StateNode state,
      Facts facts,
      Map<StateNode, Facts> entries,
      Map<StateNode, Integer> counts,
      SequencedSet<StateNode> open) {
    if (state == null) {
      return;
    }
    Facts before = entries.get(state);
    if (before == null) {
      entries.put(state, facts);
      open.add(state);
      return;
    }
    Facts joined = before.join(facts);
    if (joined.isSameAs(before)) {
      return;
    }
    int count = counts.merge(state, 1, Integer::sum);
    Facts after = count > VISITS_BEFORE_WIDENING ? joined.widened() : joined;
    if (!after.isSameAs(before)) {
      entries.put(state, after);
      open.add(state);
    }
  }

  /// The array of the outputs of a Parallel's branches.
  Shape parallel(Site site, Shape arguments, Surroundings surroundings, Recorder recorder) {
    List<Shape> outputs = new ArrayList<>();
    for (Graph branch : site.state().graphs()) {
      Shape output = graph(branch, new Facts(arguments, site.variables()), surroundings, recorder);
      outputs.add(output.isNothing() ? Shape.ANY : output);
    }
    return Joining.bounded(Shape.tuple(outputs));
  }
}
