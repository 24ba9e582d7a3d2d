package io.millrace.asl.lint.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.QueryLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A definition, read tolerantly: what is missing is empty, what is malformed is left out.
public record Machine(JsonNode json, Graph graph) {
  /// Reads a definition.
  public static Machine of(JsonNode definition) {
    return new Machine(definition, graph(definition, "", language(definition, null), null));
  }

  private static QueryLanguage language(JsonNode node, @Nullable QueryLanguage inherited) {
    String text = node.path("QueryLanguage").asText();
    if (text.equals(QueryLanguage.JSONATA.text())) {
      return QueryLanguage.JSONATA;
    }
    boolean inherits = inherited != null && !text.equals(QueryLanguage.JSONPATH.text());
    return inherits && inherited != null ? inherited : QueryLanguage.JSONPATH;
  }

  private static Graph graph(
      JsonNode json, String pointer, QueryLanguage language, @Nullable StateNode owner) {
    Graph graph = new Graph(pointer, json.path("StartAt").asText(), owner);
    String states = Pointers.child(pointer, "States");
    for (Map.Entry<String, JsonNode> entry : json.path("States").properties()) {
      if (entry.getValue() instanceof ObjectNode state) {
        String at = Pointers.child(states, entry.getKey());
        QueryLanguage own = language(state, language);
        StateNode node = new StateNode(entry.getKey(), at, state, own, graph);
        graph.add(node);
        inner(node, language);
      }
    }
    return graph;
  }

  private static void inner(StateNode state, QueryLanguage language) {
    JsonNode branches = state.json().path("Branches");
    for (int i = 0; i < branches.size(); i++) {
      String at = Pointers.child(state.at("Branches"), i);
      state.add(graph(branches.get(i), at, language, state));
    }
    for (String field : List.of("ItemProcessor", "Iterator")) {
      JsonNode processor = state.field(field);
      if (processor != null && processor.isObject() && state.graphs().isEmpty()) {
        state.add(graph(processor, state.at(field), language, state));
      }
    }
  }

  /// All states, those of inner graphs after their owner.
  public List<StateNode> states() {
    return graph.allStates();
  }

  /// States of one type.
  public List<StateNode> states(String type) {
    List<StateNode> found = new ArrayList<>();
    for (StateNode state : states()) {
      if (state.isType(type)) {
        found.add(state);
      }
    }
    return found;
  }

  /// The execution's limit in seconds, or null.
  public @Nullable Double timeoutSeconds() {
    JsonNode node = json.path("TimeoutSeconds");
    return node.isNumber() && node.doubleValue() > 0 ? node.doubleValue() : null;
  }
}
