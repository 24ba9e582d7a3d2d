package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Lookup;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import io.millrace.asl.lint.shape.Step;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Conditions of JSONPath Choices: what is known of them, and what is known after them.
final class Conditions {
  private Conditions() {}

  /// What is known about the condition; its reads are taken down, and what they demand is known
  /// afterwards.
  static Verdict test(Site site, JsonNode condition, String pointer) {
    if (condition.has("And")) {
      return all(site, condition.path("And"), Pointers.child(pointer, "And"), true);
    }
    if (condition.has("Or")) {
      return all(site, condition.path("Or"), Pointers.child(pointer, "Or"), false);
    }
    if (condition.has("Not")) {
      return test(site, condition.path("Not"), Pointers.child(pointer, "Not")).negated();
    }
    return comparison(site, condition, pointer);
  }

  /// From left to right: a part is asked only when those before it leave the answer open, and knows
  /// what they have found.
  private static Verdict all(Site site, JsonNode parts, String pointer, boolean and) {
    Verdict decisive = and ? Verdict.NEVER : Verdict.ALWAYS;
    Verdict verdict = and ? Verdict.ALWAYS : Verdict.NEVER;
    Site within = site.withInput(site.input());
    for (int i = 0; i < parts.size(); i++) {
      Verdict part = test(within, parts.get(i), Pointers.child(pointer, i));
      if (i == 0) {
        // Only the first part is asked on every way.
        site.refine(within);
      }
      if (part == decisive) {
        return decisive;
      }
      if (part == Verdict.OPEN) {
        verdict = Verdict.OPEN;
      }
      within.refine(assume(within, parts.get(i), and));
    }
    return verdict;
  }

  private static Verdict comparison(Site site, JsonNode condition, String pointer) {
    String variable = condition.path("Variable").asText();
    Map.Entry<String, JsonNode> operator = operator(condition);
    if (!variable.startsWith("$") || operator == null) {
      return Verdict.OPEN;
    }
    DataPath path = DataPath.of(variable);
    String name = operator.getKey();
    if (name.equals("IsPresent")) {
      return isPresent(site, path, operator.getValue().asBoolean());
    }
    Lookup.Found before = Lookup.find(site.base(path), Site.steps(path));
    Shape value = site.read(path, Pointers.child(pointer, "Variable"), Read.Effect.FAILS);
    if (name.endsWith("Path") && operator.getValue().isTextual()) {
      String other = operator.getValue().textValue();
      if (other.startsWith("$")) {
        site.read(DataPath.of(other), Pointers.child(pointer, name), Read.Effect.FAILS);
      }
    }
    boolean known = path.definite() && before.presence() == Presence.PRESENT && !value.isExample();
    return known ? decide(value, name, operator.getValue()) : Verdict.OPEN;
  }

  private static Verdict isPresent(Site site, DataPath path, boolean wanted) {
    if (!path.definite()) {
      return Verdict.OPEN;
    }
    Verdict present =
        switch (Lookup.find(site.base(path), Site.steps(path)).presence()) {
          case PRESENT -> Verdict.ALWAYS;
          case ABSENT -> Verdict.NEVER;
          case UNKNOWN, MAYBE, NOT_IN_EXAMPLE -> Verdict.OPEN;
        };
    return wanted ? present : present.negated();
  }

  private static Verdict decide(Shape value, String operator, JsonNode operand) {
    if (operator.startsWith("Is") && operand.isBoolean()) {
      Kind kind = tested(operator);
      if (kind == null) {
        return Verdict.OPEN;
      }
      Verdict is =
          !value.mayBe(kind)
              ? Verdict.NEVER
              : value.isOnly(kind) && !operator.equals("IsTimestamp")
                  ? Verdict.ALWAYS
                  : Verdict.OPEN;
      return operand.booleanValue() ? is : is.negated();
    }
    Kind wanted = compared(operator);
    if (wanted == null) {
      return Verdict.OPEN;
    }
    if (!value.mayBe(wanted)) {
      return Verdict.NEVER;
    }
    JsonNode constant = value.constant();
    boolean equality = operator.equals("StringEquals") || operator.equals("BooleanEquals");
    if (constant != null && equality) {
      return constant.equals(operand) ? Verdict.ALWAYS : Verdict.NEVER;
    }
    return Verdict.OPEN;
  }

  private static @Nullable Kind tested(String operator) {
    return switch (operator) {
      case "IsNull" -> Kind.NULL;
      case "IsNumeric" -> Kind.NUMBER;
      case "IsString", "IsTimestamp" -> Kind.STRING;
      case "IsBoolean" -> Kind.BOOLEAN;
      default -> null;
    };
  }

  private static @Nullable Kind compared(String operator) {
    if (operator.startsWith("String") || operator.startsWith("Timestamp")) {
      return Kind.STRING;
    }
    if (operator.startsWith("Numeric")) {
      return Kind.NUMBER;
    }
    return operator.startsWith("Boolean") ? Kind.BOOLEAN : null;
  }

  /// The same place with what is known of input and variables when the condition holds, or does
  /// not.
  static Site assume(Site site, JsonNode condition, boolean holds) {
    if (condition.has("Not")) {
      return assume(site, condition.path("Not"), !holds);
    }
    boolean and = condition.has("And");
    if (and || condition.has("Or")) {
      return assumeAll(site, condition.path(and ? "And" : "Or"), and == holds, holds);
    }
    String variable = condition.path("Variable").asText();
    Map.Entry<String, JsonNode> operator = operator(condition);
    if (!variable.startsWith("$") || operator == null) {
      return site;
    }
    DataPath path = DataPath.of(variable);
    if (path.root() == DataPath.Root.CONTEXT || !path.definite()) {
      return site;
    }
    return site.withBase(path, assumed(site, path, operator, holds));
  }

  private static Site assumeAll(Site site, JsonNode parts, boolean each, boolean holds) {
    Site at = site.withInput(site.input());
    if (each) {
      for (JsonNode part : parts) {
        at.refine(assume(at, part, holds));
      }
      return at;
    }
    @Nullable Site any = null;
    for (JsonNode part : parts) {
      Site one = assume(at, part, holds);
      any = any == null ? one : any.join(one);
      // The next one is asked only when this one did not decide.
      at = assume(at, part, !holds);
    }
    return any == null || any.input().isNothing() ? site : any;
  }

  private static Shape assumed(
      Site site, DataPath path, Map.Entry<String, JsonNode> operator, boolean holds) {
    List<Step> steps = Site.steps(path);
    Shape base = site.base(path);
    Lookup.Found found = Lookup.find(base, steps);
    Shape value = found.presence().isLack() ? Shape.ANY : found.shape();
    String name = operator.getKey();
    JsonNode operand = operator.getValue();
    if (name.equals("IsPresent")) {
      return operand.asBoolean() == holds
          ? present(site, path, Lookup.require(base, steps, value))
          : absent(site, path, found);
    }
    if (name.startsWith("Is")) {
      Kind kind = tested(name);
      if (kind == null) {
        return base;
      }
      boolean is = operand.asBoolean() == holds;
      Set<Kind> kinds = is ? EnumSet.of(kind) : EnumSet.complementOf(EnumSet.of(kind));
      boolean exact = is || !name.equals("IsTimestamp");
      return Lookup.require(base, steps, exact ? value.narrowed(kinds) : value);
    }
    Kind wanted = compared(name);
    if (!holds || wanted == null) {
      return Lookup.require(base, steps, value);
    }
    Shape narrowed = value.narrowed(EnumSet.of(wanted));
    boolean equality = name.equals("StringEquals") || name.equals("BooleanEquals");
    return Lookup.require(
        base, steps, equality && !value.isExample() ? Shape.constant(operand) : narrowed);
  }

  private static Shape present(Site site, DataPath path, Shape known) {
    return path.root() == DataPath.Root.INPUT
        ? site.learnt(site.input(), known, path, site.state().pointer(), "finds")
        : known;
  }

  private static Shape absent(Site site, DataPath path, Lookup.Found found) {
    List<Step> steps = Site.steps(path);
    if (found.presence() == Presence.PRESENT || steps.isEmpty()) {
      return site.base(path);
    }
    String text =
        "`" + site.state().name() + "` comes this way when `" + path.text() + "` is absent";
    Made why = new Made(new Cause(site.state().pointer(), text), null);
    return Lookup.without(site.base(path), steps, why);
  }

  private static Map.@Nullable Entry<String, JsonNode> operator(JsonNode condition) {
    Iterator<Map.Entry<String, JsonNode>> all = condition.properties().iterator();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> entry = all.next();
      String name = entry.getKey();
      boolean operator =
          name.startsWith("Is")
              || name.startsWith("String")
              || name.startsWith("Numeric")
              || name.startsWith("Boolean")
              || name.startsWith("Timestamp");
      if (operator) {
        return entry;
      }
    }
    return null;
  }
}
