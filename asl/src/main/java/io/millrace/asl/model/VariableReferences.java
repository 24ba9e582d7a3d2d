package io.millrace.asl.model;

import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.jsonata.JsonataExpression;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which variables each state reads, in whatever field: `variableReferences` of
/// DescribeStateMachine. API reference, DescribeStateMachine: states without references are left
/// out; recorded (api_variable_references): states of branches and item processors stand beside
/// those around them, what is only assigned is no reference, and functions are none.
public final class VariableReferences {
  private final java.util.Map<String, Set<String>> byState = new LinkedHashMap<>();
  private final Set<String> assigned = new HashSet<>();

  private VariableReferences() {}

  /// The names without the dollar sign, in order, by state, in the order of the text.
  public static java.util.Map<String, List<String>> of(StateMachineDefinition definition) {
    VariableReferences references = new VariableReferences();
    references.graph(definition.graph());
    java.util.Map<String, List<String>> result = new LinkedHashMap<>();
    references.byState.forEach(
        (state, names) -> {
          List<String> variables = names.stream().filter(references::isVariable).toList();
          if (!variables.isEmpty()) {
            result.put(state, variables);
          }
        });
    return result;
  }

  /// A name that JSONata also has a function by is a variable where the machine assigns it.
  private boolean isVariable(String name) {
    return assigned.contains(name) || !JsonataExpression.isFunction(name);
  }

  private void graph(StateGraph graph) {
    for (State state : graph.states().values()) {
      Set<String> names = byState.computeIfAbsent(state.name(), _ -> new TreeSet<>());
      flow(state.flow(), names);
      switch (state) {
        case State.Pass _, State.Succeed _ -> {}
        case State.Task task -> read(names, task.timeout(), task.heartbeat(), task.credentials());
        case State.Choice choice -> choice.choices().forEach(rule -> rule(rule, names));
        case State.Wait wait -> read(names, wait.until().value());
        case State.Fail fail -> read(names, fail.error(), fail.cause());
        case State.Parallel parallel -> parallel.branches().forEach(this::graph);
        case State.Map map -> map(map, names);
      }
      if (state instanceof State.Recoverable recoverable) {
        for (Catcher catcher : recoverable.catchers()) {
          read(names, catcher.output());
          assign(catcher.assign(), names);
        }
      }
    }
  }

  private void flow(DataFlow flow, Set<String> names) {
    switch (flow) {
      case DataFlow.JsonPath path ->
          read(
              names, path.inputPath(), path.parameters(), path.resultSelector(), path.outputPath());
      case DataFlow.Jsonata jsonata -> read(names, jsonata.arguments(), jsonata.output());
    }
    assign(flow.assign(), names);
  }

  private void rule(ChoiceRule rule, Set<String> names) {
    names.addAll(rule.condition().variables());
    read(names, rule.output());
    assign(rule.assign(), names);
  }

  private void map(State.Map map, Set<String> names) {
    read(
        names,
        map.items(),
        map.itemSelector(),
        map.maxConcurrency(),
        map.toleratedFailureCount(),
        map.toleratedFailurePercentage());
    State.Distributed distributed = map.distributed();
    if (distributed != null) {
      distributed(distributed, names);
    }
    graph(map.processor());
  }

  private void assign(Assignment assignment, Set<String> names) {
    assigned.addAll(assignment.values().keySet());
    read(names, assignment.values().values());
  }

  private static void read(Set<String> names, @Nullable Expression... expressions) {
    for (Expression expression : expressions) {
      if (expression != null) {
        names.addAll(expression.variables());
      }
    }
  }

  private static void read(Set<String> names, Collection<Expression> expressions) {
    expressions.forEach(expression -> names.addAll(expression.variables()));
  }

  private static void distributed(State.Distributed distributed, Set<String> names) {
    ItemReader reader = distributed.reader();
    if (reader != null) {
      read(names, reader.parameters(), reader.maxItems(), reader.itemsPointer());
    }
    ItemBatcher batcher = distributed.batcher();
    if (batcher != null) {
      read(names, batcher.maxItems(), batcher.maxInputBytes(), batcher.batchInput());
    }
    ResultWriter writer = distributed.writer();
    if (writer != null) {
      read(names, writer.parameters());
    }
  }
}
