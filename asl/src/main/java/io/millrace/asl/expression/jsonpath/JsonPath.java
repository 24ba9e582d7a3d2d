package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A compiled path. Plain ones (`$.a.b[0]`, `$.a[*].b`) are walked directly; all others, and every
/// question why a path found nothing, go to the JSONPath library that AWS's texts come from.
/// Immutable, safe for concurrent use.
public final class JsonPath {
  private static final Configuration LIBRARY =
      Configuration.builder()
          .jsonProvider(new ReadBudget.Provider(Json.mapper()))
          .mappingProvider(new JacksonMappingProvider(Json.mapper()))
          .build();

  static {
    BoundedFilters.install();
  }

  private final String text;
  private final Root root;
  private final @Nullable List<Step> steps;
  private final boolean single;
  private final com.jayway.jsonpath.JsonPath compiled;

  private JsonPath(
      String text, Root root, @Nullable List<Step> steps, com.jayway.jsonpath.JsonPath compiled) {
    this.text = text;
    this.root = root;
    this.steps = steps;
    this.single = steps != null && steps.stream().noneMatch(Step.Each.class::isInstance);
    this.compiled = compiled;
  }

  /// What a path starts from.
  public sealed interface Root {
    /// `$`.
    record Input() implements Root {}

    /// `$$`.
    record Context() implements Root {}

    /// `$name`.
    record Variable(String name) implements Root {}
  }

  /// Compiles a path.
  ///
  /// @throws InvalidExpressionException when the text is not a path
  public static JsonPath compile(String text) throws InvalidExpressionException {
    if (!text.startsWith("$")) {
      throw new InvalidExpressionException("a path starts with $");
    }
    int rootEnd = rootEnd(text);
    Root root =
        text.startsWith("$$")
            ? new Root.Context()
            : rootEnd == 1 ? new Root.Input() : new Root.Variable(text.substring(1, rootEnd));
    String below = "$" + text.substring(rootEnd);
    try {
      return new JsonPath(
          text, root, Steps.parse(below), com.jayway.jsonpath.JsonPath.compile(below));
    } catch (InvalidPathException | IllegalArgumentException | IllegalStateException e) {
      String why = String.valueOf(e.getMessage());
      // The library lets some of Java's own exceptions shine through; they explain nothing.
      throw new InvalidExpressionException(
          why.contains("Exception") ? "the path ends too early" : why);
    } catch (StackOverflowError e) {
      throw new InvalidExpressionException("the path is nested too deeply");
    }
  }

  private static int rootEnd(String text) {
    if (text.startsWith("$$")) {
      return 2;
    }
    int end = 1;
    while (end < text.length() && Character.isUnicodeIdentifierPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /// The value, or null when the path finds nothing. A path that may find many values gives an
  /// array, an empty one when it finds none (recorded: `$.items[*]` on `{}` gives `[]`).
  ///
  /// @throws ExpressionFailure when the search looks at more values than [ReadBudget] allows
  public @Nullable JsonNode find(Scope scope) {
    JsonNode start = start(scope);
    if (start == null) {
      return null;
    }
    if (steps == null) {
      return search(start);
    }
    return single ? Walk.one(start, steps) : Walk.all(start, steps);
  }

  private @Nullable JsonNode search(JsonNode start) {
    try {
      Object found = read(start);
      return found instanceof JsonNode node ? node : Json.mapper().valueToTree(found);
    } catch (ReadBudget.Exceeded e) {
      throw tooMuch();
    } catch (RuntimeException e) {
      // The library's own exceptions, and Java's that it lets through for some filters and
      // functions: either way nothing was found.
      return compiled.isDefinite() ? null : Json.mapper().createArrayNode();
    }
  }

  private @Nullable Object read(JsonNode start) {
    return ScopedValue.where(ReadBudget.CURRENT, new ReadBudget())
        .call(() -> compiled.read(start, LIBRARY));
  }

  private ExpressionFailure tooMuch() {
    return new ExpressionFailure(
        "States.Runtime",
        "Invalid path '"
            + text
            + "' : the search looks at too many values. Use fewer '..' or a"
            + " simpler filter.",
        null);
  }

  /// Why the path finds nothing, in the library's words, for example `No results for path: $['x']`.
  public String reason(Scope scope) {
    JsonNode start = start(scope);
    try {
      Object _ = read(start == null ? MissingNode.getInstance() : start);
    } catch (JsonPathException e) {
      return Objects.requireNonNullElse(e.getMessage(), "No results");
    } catch (ReadBudget.Exceeded e) {
      throw tooMuch();
    } catch (RuntimeException e) {
      // Java's own exceptions explain nothing.
    }
    return "No results for path: " + compiled.getPath();
  }

  /// The value the path starts from, or null when its variable is not set.
  public @Nullable JsonNode start(Scope scope) {
    return switch (root) {
      case Root.Input() -> scope.input();
      case Root.Context() -> scope.context().get();
      case Root.Variable(var name) -> scope.variables().get(name);
    };
  }

  /// Whether the path is plain and only its last index is wrong: past the end of an array.
  boolean endsPastArray(Scope scope) {
    JsonNode start = start(scope);
    if (start == null || steps == null || !single || steps.isEmpty()) {
      return false;
    }
    JsonNode last = Walk.one(start, steps.subList(0, steps.size() - 1));
    return last != null
        && last.isArray()
        && steps.getLast() instanceof Step.Element(var index)
        && index >= last.size();
  }

  /// The JSON text in which the path was looked for, for texts of failures.
  String searched(Scope scope) {
    JsonNode start = start(scope);
    return start == null ? "" : Json.write(start);
  }

  public Root root() {
    return root;
  }

  /// The variable it starts from, if it starts from one.
  public Set<String> variables() {
    return root instanceof Root.Variable(var name) ? Set.of(name) : Set.of();
  }

  /// The steps from the root, or null when this is not a plain path.
  @Nullable List<Step> steps() {
    return steps;
  }

  /// Whether the path is a reference path: it names one place, by names and indexes only.
  public boolean isReferencePath() {
    return steps != null && single;
  }

  /// The path as the definition has it.
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
