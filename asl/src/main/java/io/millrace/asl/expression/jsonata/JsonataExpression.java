package io.millrace.asl.expression.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.InvalidExpressionException;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One JSONata expression, the text between `{%` and `%}`. Immutable once compiled, safe for
/// concurrent use: the library evaluates on an instance of its own in each thread.
public final class JsonataExpression implements Expression {
  /// Ours: the library's tokenizer takes time with the square of the length, here a few hundred
  /// milliseconds.
  private static final int LENGTH_MAX = 32_768;

  private final String text;
  private final String field;
  private final Expected expected;
  private final Jsonata compiled;
  private final JsonataReferences references;
  private final CostlyParts parts;
  private final FreeVariables free;

  private JsonataExpression(String text, String field, Expected expected, Jsonata compiled)
      throws InvalidExpressionException {
    this.text = text;
    this.field = field;
    this.expected = expected;
    this.compiled = compiled;
    this.references = JsonataReferences.of(compiled);
    this.free = FreeVariables.of(compiled);
    Rewriting.rewrite(SyntaxTree.root(compiled));
    this.parts = CostlyParts.of(SyntaxTree.root(compiled));
    BoundedFunctions.install(compiled, references.variables());
  }

  /// Compiles an expression.
  ///
  /// @param field as AWS's texts quote it, for example `Output/result`
  /// @throws InvalidExpressionException when the text is not JSONata
  static JsonataExpression compile(String text, String field, Expected expected)
      throws InvalidExpressionException {
    if (text.length() > LENGTH_MAX) {
      throw new InvalidExpressionException(
          "The expression is longer than " + LENGTH_MAX + " characters");
    }
    try {
      // The library's tokenizer stumbles over a comment at the very end.
      Jsonata compiled = Jsonata.jsonata(text + "\n");
      // Off, so that JSON null and nothing at all stay apart.
      compiled.setOutputConvertNulls(false);
      AwsFunctions.install(compiled);
      return new JsonataExpression(text, field, expected, compiled);
    } catch (JException e) {
      throw new InvalidExpressionException(JsonataErrors.message(e, text));
    } catch (RuntimeException e) {
      // The library's parser stumbles over some texts that are no JSONata.
      throw new InvalidExpressionException(
          e instanceof StringIndexOutOfBoundsException && text.contains("/*")
              ? "Comment has no closing tag"
              : "Syntax error");
    } catch (StackOverflowError e) {
      throw new InvalidExpressionException("The expression is nested too deeply");
    }
  }

  JsonataReferences references() {
    return references;
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    return evaluate(scope, 0);
  }

  /// Evaluates with a budget of which some is spent before.
  JsonNode evaluate(Scope scope, long spent) {
    JsonNode node = json(scope, new Budget(parts, spent));
    if (!expected.accepts(node)) {
      throw failure(
          " returned an unexpected result type. Expected '"
              + expected.text()
              + "', but was '"
              + Expected.typeOf(node)
              + "' for value: "
              + Json.write(node));
    }
    return node;
  }

  private JsonNode json(Scope scope, Budget budget) {
    Object value;
    try {
      value = ScopedValue.where(Budget.CURRENT, budget).call(() -> value(scope, budget));
    } catch (JException e) {
      throw failure(" threw an error during evaluation" + JsonataErrors.ending(e, text));
    } catch (RuntimeException e) {
      // Some of the library's functions let Java's own exceptions through. AWS says this, and an
      // identifier of its own (floci-io/floci issue 2736, measured 30 Aug 2026).
      throw failure(" threw an internal error during evaluation.");
    } catch (StackOverflowError e) {
      throw failure(
          " threw an error during evaluation: Stack overflow error: Check for non-terminating"
              + " recursive function. Consider rewriting as tail-recursive.");
    }
    if (value == null) {
      throw failure(" returned nothing (undefined).");
    }
    JsonNode node = Values.toJson(value);
    if (node == null) {
      throw failure(" returned an unsupported result type.");
    }
    return node;
  }

  private @Nullable Object value(Scope scope, Budget budget) {
    Object value = compiled.evaluate(null, frame(scope, budget));
    Weight.chargeResult(value, budget);
    return value;
  }

  private Jsonata.Frame frame(Scope scope, Budget budget) {
    Jsonata.Frame frame = compiled.createFrame();
    frame.setEvaluateEntryCallback(budget);
    frame.setEvaluateExitCallback(budget);
    for (String name : references.variables()) {
      JsonNode variable = scope.variables().get(name);
      if (variable != null) {
        frame.bind(name, NodeViews.of(variable));
      }
    }
    AwsFunctions.install(frame, references.variables(), scope.random(), scope.time());
    frame.bind("states", new StatesObject(scope));
    return frame;
  }

  private ExpressionFailure failure(String what) {
    return new ExpressionFailure(
        "States.QueryEvaluationError",
        "The JSONata expression '" + text + "' specified for the field '" + field + "'" + what,
        field);
  }

  /// The location of failures, as AWS's texts quote the field.
  public @Nullable String field() {
    return field;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Set<String> variables() {
    return free.names();
  }

  /// Names it calls that are no functions.
  Set<String> unknownFunctions() {
    return free.called();
  }

  /// Whether JSONata, as AWS has it, offers a function of this name.
  public static boolean isFunction(String name) {
    return AwsFunctions.isName(name);
  }
}
