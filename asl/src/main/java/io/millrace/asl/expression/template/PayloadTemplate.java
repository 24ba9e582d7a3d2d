package io.millrace.asl.expression.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A payload template: the parts without computed members are kept as they are, the others are
/// built anew each time.
public record PayloadTemplate(Part part, String text) implements Expression {
  @Override
  public JsonNode evaluate(Scope scope) {
    return part.evaluate(scope);
  }

  @Override
  public Set<String> variables() {
    Set<String> all = new HashSet<>();
    collect(part, all);
    return all;
  }

  private static void collect(Part part, Set<String> all) {
    switch (part) {
      case Part.Fixed _ -> {}
      case Part.Computed(var expression) -> all.addAll(expression.variables());
      case Part.Members(var members) -> members.forEach(member -> collect(member.value(), all));
      case Part.Elements(var elements) -> elements.forEach(element -> collect(element, all));
    }
  }

  /// A part of a template.
  public sealed interface Part {
    JsonNode evaluate(Scope scope);

    /// No member within is computed.
    record Fixed(JsonNode value) implements Part {
      @Override
      public JsonNode evaluate(Scope scope) {
        return value;
      }
    }

    /// The value of a member named `x.$`.
    record Computed(Expression expression) implements Part {
      @Override
      public JsonNode evaluate(Scope scope) {
        return expression.evaluate(scope);
      }
    }

    /// An object with computed members somewhere within.
    record Members(List<Member> members) implements Part {
      public Members {
        members = List.copyOf(members);
      }

      @Override
      public JsonNode evaluate(Scope scope) {
        ObjectNode object = Json.mapper().createObjectNode();
        for (int i = 0; i < members.size(); i++) {
          Member member = members.get(i);
          object.set(member.name(), member.value().evaluate(scope));
        }
        return object;
      }
    }

    /// An array with computed members somewhere within.
    record Elements(List<Part> elements) implements Part {
      public Elements {
        elements = List.copyOf(elements);
      }

      @Override
      public JsonNode evaluate(Scope scope) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
        for (int i = 0; i < elements.size(); i++) {
          array.add(elements.get(i).evaluate(scope));
        }
        return array;
      }
    }
  }

  /// A member of an object; the name is without `.$`.
  public record Member(String name, Part value) {}
}
