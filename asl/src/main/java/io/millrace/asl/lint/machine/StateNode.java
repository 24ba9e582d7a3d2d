package io.millrace.asl.lint.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.QueryLanguage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state as the text has it. Compared by identity; filled while it is read, not changed
/// afterwards.
public final class StateNode {
  private final String name;
  private final String pointer;
  private final ObjectNode json;
  private final QueryLanguage language;
  private final Graph graph;
  private final List<Graph> graphs = new ArrayList<>();

  StateNode(String name, String pointer, ObjectNode json, QueryLanguage language, Graph graph) {
    this.name = name;
    this.pointer = pointer;
    this.json = json;
    this.language = language;
    this.graph = graph;
  }

  void add(Graph inner) {
    graphs.add(inner);
  }

  public String name() {
    return name;
  }

  public String pointer() {
    return pointer;
  }

  public ObjectNode json() {
    return json;
  }

  public boolean isJsonata() {
    return language == QueryLanguage.JSONATA;
  }

  /// The graph it stands in.
  public Graph graph() {
    return graph;
  }

  /// A Parallel's branches, or a Map's processor.
  public List<Graph> graphs() {
    return List.copyOf(graphs);
  }

  public String type() {
    return json.path("Type").asText();
  }

  public boolean isType(String type) {
    return type().equals(type);
  }

  /// A field, or null when it is absent.
  public @Nullable JsonNode field(String field) {
    return json.get(field);
  }

  public boolean has(String field) {
    return json.has(field);
  }

  /// A field's text, empty when it is absent or no text.
  public String text(String field) {
    JsonNode node = json.path(field);
    return node.isTextual() ? node.textValue() : "";
  }

  /// The pointer of a field.
  public String at(String field) {
    return Pointers.child(pointer, field);
  }

  /// The resource of a Task.
  public Integration integration() {
    return Integration.of(text("Resource"));
  }

  /// Whether it is a Map whose items are executions of their own.
  public boolean isDistributed() {
    return isType("Map") && processorConfig("Mode").equals("DISTRIBUTED");
  }

  /// A field of a Map's `ProcessorConfig`, empty when absent.
  public String processorConfig(String field) {
    return json.path("ItemProcessor").path("ProcessorConfig").path(field).asText();
  }

  /// Whether it ends its graph: with `End`, as Succeed, or as Fail.
  public boolean isTerminal() {
    return isType("Succeed") || isType("Fail") || json.path("End").asBoolean(false);
  }

  public List<Handler> retriers() {
    return handlers("Retry");
  }

  public List<Handler> catchers() {
    return handlers("Catch");
  }

  private List<Handler> handlers(String field) {
    List<Handler> handlers = new ArrayList<>();
    JsonNode elements = json.path(field);
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof ObjectNode handler) {
        handlers.add(Handler.of(handler, Pointers.child(at(field), i)));
      }
    }
    return handlers;
  }

  /// Whether a catcher sees this error.
  public boolean catches(String error) {
    return catchers().stream().anyMatch(catcher -> catcher.sees(error));
  }

  /// Where it may go, in the order of the text: rules, the default, `Next`, catchers.
  public List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    if (isType("Choice")) {
      JsonNode rules = json.path("Choices");
      for (int i = 0; i < rules.size(); i++) {
        edge(edges, Edge.Kind.CHOICE, i, rules.get(i), Pointers.child(at("Choices"), i), "Next");
      }
      edge(edges, Edge.Kind.DEFAULT, 0, json, pointer, "Default");
    } else if (!isTerminal()) {
      edge(edges, Edge.Kind.NEXT, 0, json, pointer, "Next");
    }
    List<Handler> catchers = catchers();
    for (int i = 0; i < catchers.size(); i++) {
      Handler catcher = catchers.get(i);
      edge(edges, Edge.Kind.CATCH, i, catcher.json(), catcher.pointer(), "Next");
    }
    return edges;
  }

  private static void edge(
      List<Edge> edges, Edge.Kind kind, int index, JsonNode from, String pointer, String field) {
    JsonNode target = from.path(field);
    if (target.isTextual()) {
      edges.add(new Edge(kind, index, target.textValue(), Pointers.child(pointer, field)));
    }
  }

  /// Whether the state is within a graph of this owner, however deep.
  public boolean isWithin(StateNode container) {
    for (StateNode at = graph.owner(); at != null; at = at.graph.owner()) {
      if (at == container) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return name;
  }
}
