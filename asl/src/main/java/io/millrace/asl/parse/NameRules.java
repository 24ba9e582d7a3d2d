package io.millrace.asl.parse;

import io.millrace.asl.expression.Assignment;
import io.millrace.asl.model.ProcessorConfig;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names that have to be unique in the whole machine, whatever branch they stand in: of states, of
/// labels; and variables, which must not hide those of a scope around them.
final class NameRules {
  private final Findings findings;
  private final Set<String> states = new HashSet<>();
  private final Set<String> labels = new HashSet<>();

  private NameRules(Findings findings) {
    this.findings = findings;
  }

  /// Variables of a graph and, by the chain, of those around it: looked up, never copied, because
  /// there may be thousands of branches below thousands of variables.
  private record Scope(@Nullable Scope outer, Set<String> own) {
    static final Scope NONE = new Scope(null, Set.of());

    boolean has(String name) {
      for (Scope at = this; at != null; at = at.outer) {
        if (at.own.contains(name)) {
          return true;
        }
      }
      return false;
    }
  }

  static void check(StateGraph graph, Findings findings) {
    new NameRules(findings).graph(graph, Scope.NONE);
  }

  private void graph(StateGraph graph, Scope outer) {
    Set<String> own = new HashSet<>();
    for (State state : graph.states().values()) {
      own.addAll(assigned(state, outer));
    }
    Scope variables = own.isEmpty() ? outer : new Scope(outer, own);
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
  private void map(State.Map map, Scope variables) {
    String label = map.distributed() == null ? null : map.distributed().label();
    if (label != null && !labels.add(label)) {
      findings.report(Rule.DUPLICATE_LABEL, map.span(), "Duplicate Label name: " + label);
    }
    boolean inline = map.config().mode() == ProcessorConfig.Mode.INLINE;
    graph(map.processor(), inline ? variables : Scope.NONE);
  }

  private Set<String> assigned(State state, Scope outer) {
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

  private void names(State state, Assignment assignment, Scope outer, Set<String> names) {
    for (String name : assignment.values().keySet()) {
      names.add(name);
      if (outer.has(name)) {
        findings.report(
            Rule.SHADOWING_VARIABLE,
            state.span(),
            "The variable name '" + name + "' was already defined in a parent scope.");
      }
    }
  }
}
