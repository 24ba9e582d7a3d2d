package io.millrace.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A path into a message's record, in the JSONPath that Pipes knows (user guide, "Amazon
/// EventBridge Pipes input transformation"): names of letters, digits, dashes, underscores and
/// slashes, array indices, wildcards. A step into text that is JSON goes into the parsed value.
public final class RecordPath {
  private static final Pattern STEP =
      Pattern.compile("\\.([\\w/-]+|\\*)|\\[(\\d{1,9}|\\*)]|\\['([^']+)']");

  private final List<String> steps;

  private RecordPath(List<String> steps) {
    this.steps = List.copyOf(steps);
  }

  /// @param text `$` or `$.body.order[0].id`
  /// @throws IllegalArgumentException when it is no such path
  public static RecordPath parse(String text) {
    List<String> steps = new ArrayList<>();
    int at = 1;
    if (text.startsWith("$")) {
      Matcher step = STEP.matcher(text);
      while (at < text.length() && step.find(at) && step.start() == at) {
        String name = step.group(1) != null ? step.group(1) : step.group(2);
        steps.add(name != null ? name : step.group(3));
        at = step.end();
      }
    }
    if (!text.startsWith("$") || at != text.length()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no path that a pipe knows. Paths look like $.body.orders[0].id: names, array"
              + " indices and *.");
    }
    return new RecordPath(steps);
  }

  /// What is there, or null. With a wildcard: the list of all that is there.
  public @Nullable JsonNode find(JsonNode record) {
    return find(record, 0);
  }

  private @Nullable JsonNode find(JsonNode from, int step) {
    if (step == steps.size()) return from;
    JsonNode container = from.isTextual() ? Json.parseContainer(from.textValue()) : from;
    if (container == null) return null;
    String name = steps.get(step);
    if (name.equals("*")) {
      ArrayNode all = Json.MAPPER.createArrayNode();
      for (JsonNode element : container) {
        JsonNode found = find(element, step + 1);
        if (found != null) all.add(found);
      }
      return all;
    }
    JsonNode next =
        container.isArray()
            ? (name.chars().allMatch(Character::isDigit)
                ? container.get(Integer.parseInt(name))
                : null)
            : container.get(name);
    return next == null ? null : find(next, step + 1);
  }
}
