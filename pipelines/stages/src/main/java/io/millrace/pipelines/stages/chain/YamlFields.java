package io.millrace.pipelines.stages.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.pipelines.stages.chain.InvalidChainException.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The fields of one YAML mapping, taken one by one; what is wrong or left over becomes findings.
/// Used by one thread.
final class YamlFields {
  private static final int DEPTH_MAX = 100;

  private final int line;
  private final String what;
  private final List<Finding> findings;
  private final Map<String, Node> values = new HashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  /// @param what these are the fields of, for messages
  YamlFields(Node node, String what, List<Finding> findings) {
    this.line = line(node);
    this.what = what;
    this.findings = findings;
    if (!(node instanceof MappingNode mapping)) {
      findings.add(new Finding(line, what + " must be a mapping of fields."));
      return;
    }
    for (var tuple : mapping.getValue()) {
      var name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      if (values.put(name, tuple.getValueNode()) != null) {
        findings.add(new Finding(line(tuple.getKeyNode()), what + " has '" + name + "' twice."));
      }
      lines.put(name, line(tuple.getKeyNode()));
    }
  }

  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  int line() {
    return line;
  }

  int line(String name) {
    return lines.getOrDefault(name, line);
  }

  void wrong(String name, String message) {
    findings.add(new Finding(line(name), what + ": " + message));
  }

  private @Nullable Node take(String name) {
    known.add(name);
    return values.get(name);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /// The text of a field, which must match the expression; "" when it is wrong or absent, which is
  /// a finding unless `otherwise` stands in for it.
  String text(String name, @Nullable String otherwise, String expression, String rule) {
    var node = take(name);
    if (node == null) {
      if (otherwise == null) {
        findings.add(new Finding(line, what + " needs '" + name + "': " + rule + "."));
        return "";
      }
      return otherwise;
    }
    if (node instanceof ScalarNode scalar && scalar.getValue().matches(expression)) {
      return scalar.getValue();
    }
    wrong(name, "'" + name + "' must be " + rule + ".");
    return "";
  }

  /// A number of a field, or `otherwise` when it is absent or, with a finding, wrong.
  double number(String name, double otherwise, double least, double most, boolean whole) {
    var node = take(name);
    if (node == null) {
      return otherwise;
    }
    try {
      if (node instanceof ScalarNode scalar) {
        var number = Double.parseDouble(scalar.getValue());
        if (number >= least && number <= most && (!whole || number == Math.rint(number))) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for every wrong number.
    }
    wrong(
        name,
        "'%s' must be a %s from %s to %s."
            .formatted(name, whole ? "whole number" : "number", plain(least), plain(most)));
    return otherwise;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  List<String> texts(String name) {
    var node = take(name);
    var texts = new ArrayList<String>();
    if (node instanceof SequenceNode sequence) {
      for (var one : sequence.getValue()) {
        if (one instanceof ScalarNode scalar) {
          texts.add(scalar.getValue());
        } else {
          wrong(name, "'" + name + "' must be a list of texts.");
        }
      }
    } else if (node != null) {
      wrong(name, "'" + name + "' must be a list of texts.");
    }
    return texts;
  }

  /// The elements of a list, which must have one at least.
  List<Node> nodes(String name) {
    if (take(name) instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return sequence.getValue();
    }
    findings.add(new Finding(line(name), what + " needs '" + name + "', a list of at least one."));
    return List.of();
  }

  /// A mapping within this one, or null.
  @Nullable YamlFields fields(String name) {
    var node = take(name);
    return node == null ? null : new YamlFields(node, what + ", " + name, findings);
  }

  Map<String, String> textsByName(String name, String nameExpression, String rule) {
    var texts = new LinkedHashMap<String, String>();
    var inner = fields(name);
    if (inner != null) {
      for (var key : List.copyOf(inner.lines.keySet())) {
        if (!key.matches(nameExpression)) {
          inner.wrong(key, "'" + key + "' must be " + rule + ".");
        }
        texts.put(key, inner.text(key, null, "(?s).*", "a text"));
      }
    }
    return texts;
  }

  /// Any value as JSON, an empty object when absent.
  JsonNode json(String name) {
    var node = take(name);
    if (node == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(node instanceof MappingNode)) {
      wrong(name, "'" + name + "' must be a mapping.");
    }
    return json(name, node, 0);
  }

  private JsonNode json(String name, Node node, int depth) {
    var factory = JsonNodeFactory.instance;
    if (depth > DEPTH_MAX) {
      wrong(name, "'" + name + "' is nested more than " + DEPTH_MAX + " levels deep.");
      return factory.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> {
        var object = factory.objectNode();
        for (var tuple : mapping.getValue()) {
          var key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
          object.set(key, json(name, tuple.getValueNode(), depth + 1));
        }
        yield object;
      }
      case SequenceNode sequence -> {
        var array = factory.arrayNode();
        sequence.getValue().forEach(one -> array.add(json(name, one, depth + 1)));
        yield array;
      }
      case ScalarNode scalar -> scalar(name, scalar);
      default -> factory.nullNode();
    };
  }

  private JsonNode scalar(String name, ScalarNode scalar) {
    var factory = JsonNodeFactory.instance;
    var text = scalar.getValue();
    var tag = scalar.getTag();
    if (tag.equals(Tag.INT) && text.matches("[-+]?\\d{1,18}")) {
      return factory.numberNode(Long.parseLong(text));
    }
    if ((tag.equals(Tag.FLOAT) || tag.equals(Tag.INT))
        && text.matches("[-+]?[\\d.]+([eE][-+]?\\d+)?")) {
      return factory.numberNode(new BigDecimal(text));
    }
    if (tag.equals(Tag.BOOL)) {
      return factory.booleanNode(text.equalsIgnoreCase("true"));
    }
    if (tag.equals(Tag.NULL)) {
      return factory.nullNode();
    }
    if (text.startsWith("{%")) {
      wrong(name, "'" + text + "' would be an expression of the state machine; give data.");
    }
    return factory.textNode(text);
  }

  /// Everything that nobody took is a finding, so that a misspelt field is not silently ignored.
  void end() {
    for (var name : lines.keySet()) {
      if (!known.contains(name)) {
        wrong(
            name, "there is no field '" + name + "'; known are " + String.join(", ", known) + ".");
      }
    }
  }
}
