package io.millrace.asl.parse;

import io.millrace.asl.expression.Assignment;
import io.millrace.asl.model.ProcessorConfig;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import java.util.HashSet;
import java.util.Set;

/// Names that have to be unique in the whole machine, whatever branch they stand in: of states, of
/// labels; and variables, which must not hide those of a scope around them.
final class NameRules {
  private final Findings findings;
  private final Set<String> states = new HashSet<>();
  private final Set<String> labels = new HashSet<>();

  private NameRules(Findings findings) {
    this.findings = findings;
  }

  static void check(StateGraph graph, Findings findings) {
    new NameRules(findings).graph(graph, Set.of());
  }

  private void graph(StateGraph graph, Set<String> outer) {
    Set<String> variables = new HashSet<>(outer);
    for (State state : graph.states().values()) {
      variables.addAll(assigned(state, outer));
    }
    for (State state : graph.states().values()) {
      if (!states.add(state.name())) {
        findings.report(
            Rule.DUPLICATE_STATE_NAME, state.span(), "Duplicate State name: " + state.name());
      }
      switch (state) {
        case State.Parallel parallel ->
            parallel.branches().forEach(branch -> graph(branch, variables));
        case State.Map map -> map(map, variables);
        case State.Pass _,
            State.Task _,
            State.Choice _,
            State.Wait _,
            State.Succeed _,
            State.Fail _ -> {}
      }
    }
  }

  /// Child executions of a distributed Map have variables of their own.
  private void map(State.Map map, Set<String> variables) {
    String label = map.distributed() == null ? null : map.distributed().label();
    if (label != null && !labels.add(label)) {
      findings.report(Rule.DUPLICATE_LABEL, map.span(), "Duplicate Label name: " + label);
    }
    boolean inline = map.config().mode() == ProcessorConfig.Mode.INLINE;
    graph(map.processor(), inline ? variables : Set.of());
  }

  private Set<String> assigned(State state, Set<String> outer) {
    Set<String> names = new HashSet<>();
    names(state, state.flow().assign(), outer, names);
    if (state instanceof State.Choice choice) {
      choice.choices().forEach(rule -> names(state, rule.assign(), outer, names));
    }
    if (state instanceof State.Recoverable recoverable) {
      recoverable.catchers().forEach(catcher -> names(state, catcher.assign(), outer, names));
    }
    return names;
  }

  private void names(State state, Assignment assignment, Set<String> outer, Set<String> names) {
    for (String name : assignment.values().keySet()) {
      names.add(name);
      if (outer.contains(name)) {
        findings.report(
            Rule.SHADOWING_VARIABLE,
            state.span(),
            "The variable name '" + name + "' was already defined in a parent scope.");
      }
    }
  }
}
