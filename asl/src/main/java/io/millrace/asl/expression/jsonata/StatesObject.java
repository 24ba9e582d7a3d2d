package io.millrace.asl.expression.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Scope;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The reserved variable `$states`. The context object is only built when something reads it.
final class StatesObject extends AbstractMap<String, Object> {
  private final Scope scope;

  StatesObject(Scope scope) {
    this.scope = scope;
  }

  @Override
  public @Nullable Object get(Object key) {
    JsonNode node =
        switch (String.valueOf(key)) {
          case "input" -> scope.input();
          case "context" -> scope.context().get();
          case "result" -> scope.result();
          case "errorOutput" -> scope.errorOutput();
          default -> null;
        };
    return node == null ? null : NodeViews.of(node);
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name : new String[] {"input", "context", "result", "errorOutput"}) {
      Object value = get(name);
      if (value != null) {
        members.put(name, value);
      }
    }
    return members.entrySet();
  }
}
