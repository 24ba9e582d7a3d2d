package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One object of the definition, whose members are taken one by one; what nobody took is unknown.
/// Used by one thread.
final class Fields {
  private final ObjectNode object;
  private final String pointer;
  private final Source source;
  private final Findings findings;
  private final Set<String> taken = new LinkedHashSet<>();
  private final Set<String> understood = new LinkedHashSet<>();

  Fields(ObjectNode object, String pointer, Source source, Findings findings) {
    this.object = object;
    this.pointer = pointer;
    this.source = source;
    this.findings = findings;
  }

  String pointer() {
    return pointer;
  }

  Span span() {
    return source.span(pointer);
  }

  Span span(String name) {
    return source.span(Source.child(pointer, name));
  }

  /// Where something within a member stands.
  Span span(String name, String pointerWithin) {
    return source.span(Source.child(pointer, name) + pointerWithin);
  }

  Findings findings() {
    return findings;
  }

  boolean has(String name) {
    return object.has(name);
  }

  Iterable<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// Whether the member is there, and an array without elements.
  boolean isEmptyArray(String name) {
    JsonNode node = object.get(name);
    return node != null && node.isArray() && node.isEmpty();
  }

  /// The member, JSON null included, or null when absent.
  @Nullable JsonNode take(String name) {
    taken.add(name);
    return object.get(name);
  }

  /// The member as text; another type is reported, and null.
  @Nullable String text(String name) {
    JsonNode node = take(name);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      wrongType(name, "String");
      return null;
    }
    return node.textValue();
  }

  /// The member as text; its absence is left to [#require].
  String textOrEmpty(String name) {
    String text = text(name);
    return text == null ? "" : text;
  }

  /// The member as a whole number between two bounds, or null. Without an upper bound
  /// (`Integer.MAX_VALUE`), larger ones count as that.
  @Nullable Integer integer(String name, int min, int max) {
    JsonNode node = take(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()) {
      wrongType(name, "Integer");
      return null;
    }
    if (node.decimalValue().compareTo(BigDecimal.valueOf(min)) < 0) {
      findings.report(Rule.OUT_OF_RANGE, span(name), "Minimum value is " + min);
      return null;
    }
    if (max != Integer.MAX_VALUE && node.decimalValue().compareTo(BigDecimal.valueOf(max)) > 0) {
      findings.report(Rule.OUT_OF_RANGE, span(name), "Maximum value is " + max);
      return null;
    }
    return node.canConvertToInt() ? node.intValue() : Integer.MAX_VALUE;
  }

  /// The member as an object, or null.
  @Nullable Fields object(String name) {
    JsonNode node = take(name);
    if (node == null) {
      return null;
    }
    if (!(node instanceof ObjectNode child)) {
      wrongType(name, "Object");
      return null;
    }
    return new Fields(child, Source.child(pointer, name), source, findings);
  }

  /// The member's elements that are objects; others are reported.
  List<Fields> objects(String name) {
    JsonNode node = take(name);
    List<Fields> all = new ArrayList<>();
    if (node == null) {
      return all;
    }
    if (!node.isArray()) {
      wrongType(name, "Array");
      return all;
    }
    String base = Source.child(pointer, name);
    for (int i = 0; i < node.size(); i++) {
      String child = Source.child(base, Integer.toString(i));
      if (node.get(i) instanceof ObjectNode element) {
        all.add(new Fields(element, child, source, findings));
      } else {
        findings.report(Rule.WRONG_TYPE, source.span(child), "Expected value of type Object");
      }
    }
    return all;
  }

  /// The member's elements that are texts; others are reported.
  List<String> texts(String name) {
    JsonNode node = take(name);
    List<String> all = new ArrayList<>();
    if (node == null) {
      return all;
    }
    if (!node.isArray()) {
      wrongType(name, "Array");
      return all;
    }
    String base = Source.child(pointer, name);
    for (int i = 0; i < node.size(); i++) {
      if (node.get(i).isTextual()) {
        all.add(node.get(i).textValue());
      } else {
        findings.report(
            Rule.WRONG_TYPE,
            source.span(Source.child(base, Integer.toString(i))),
            "Expected value of type String");
      }
    }
    return all;
  }

  /// Reports which of these members are absent, in one finding, as AWS does.
  void require(String... names) {
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (!object.has(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      findings.report(Rule.REQUIRED_FIELD, span(), "These fields are required: " + missing);
    }
  }

  void wrongType(String name, String type) {
    findings.report(Rule.WRONG_TYPE, span(name), "Expected value of type " + type);
  }

  /// The member as one of a few texts, or null; another one is reported.
  @Nullable String oneOf(String name, String... values) {
    String text = text(name);
    if (text != null && !List.of(values).contains(text)) {
      findings.report(
          Rule.UNKNOWN_VALUE,
          span(name),
          "Value should be one of the following: " + List.of(values),
          findings.hint(text, List.of(values)));
    }
    return text;
  }

  /// Reports when more than one of these members is there; all count as taken.
  void atMostOne(String... names) {
    long present = 0;
    for (String name : names) {
      present += take(name) == null ? 0 : 1;
    }
    if (present > 1) {
      findings.report(
          Rule.EXCLUSIVE_FIELDS,
          span(),
          "There should only be one of the following fields: " + List.of(names));
    }
  }

  /// Reports when not exactly one of these members is there; all count as taken.
  void exactlyOne(String... names) {
    atMostOne(names);
    for (String name : names) {
      if (has(name)) {
        return;
      }
    }
    findings.report(
        Rule.EXCLUSIVE_FIELDS,
        span(),
        "This object should have only one of the following fields: " + List.of(names));
  }

  /// The members nobody took.
  List<String> untaken() {
    List<String> names = new ArrayList<>();
    for (String name : names()) {
      if (!taken.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  /// Reports the members nobody took.
  void rejectUnknown() {
    for (String name : untaken()) {
      unsupported(name);
    }
  }

  /// AWS reports an unknown field at the object that has it; line and column are the field's own.
  void unsupported(String name) {
    Span at = span(name);
    Span reported = new Span(pointer, at.line(), at.column());
    String message = "Field '" + name + "' is not supported";
    findings.report(Rule.UNKNOWN_FIELD, reported, message, findings.hint(name, known()));
  }

  /// Names that would have been understood here, for hints about others.
  void understands(Collection<String> names) {
    understood.addAll(names);
  }

  private Set<String> known() {
    Set<String> known = new LinkedHashSet<>(taken);
    known.addAll(understood);
    return known;
  }
}
