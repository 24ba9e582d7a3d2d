package io.millrace.asl.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What an expression can see.
///
/// @param input `$` of JSONPath, `$states.input` of JSONata
/// @param context the context object (`$$`, `$states.context`), built only when read
/// @param variables by name without the dollar sign
/// @param result `$states.result`, or null where the language has none
/// @param errorOutput `$states.errorOutput`, or null outside a Catch
/// @param random source of `States.UUID`, `States.MathRandom`, `$uuid`, `$random`; seeded by the
///   engine, so that a replay draws the same
/// @param time `$now()` and `$millis()`
public record Scope(
    JsonNode input,
    Supplier<JsonNode> context,
    Map<String, JsonNode> variables,
    @Nullable JsonNode result,
    @Nullable JsonNode errorOutput,
    RandomGenerator random,
    InstantSource time) {
  /// A scope whose time is the one at which its state was entered, as the context object says.
  public Scope(
      JsonNode input,
      Supplier<JsonNode> context,
      Map<String, JsonNode> variables,
      @Nullable JsonNode result,
      @Nullable JsonNode errorOutput,
      RandomGenerator random) {
    this(input, context, variables, result, errorOutput, random, () -> entered(context));
  }

  private static Instant entered(Supplier<JsonNode> context) {
    String time = context.get().path("State").path("EnteredTime").asText();
    Instant entered = Timestamps.parse(time);
    return entered == null ? Instant.EPOCH : entered;
  }

  /// The same scope with another `$`.
  public Scope withInput(JsonNode newInput) {
    return new Scope(newInput, context, variables, result, errorOutput, random, time);
  }

  /// The same scope with `$states.result`.
  public Scope withResult(JsonNode newResult) {
    return new Scope(input, context, variables, newResult, errorOutput, random, time);
  }

  /// The same scope with `$states.errorOutput`.
  public Scope withErrorOutput(JsonNode newErrorOutput) {
    return new Scope(input, context, variables, result, newErrorOutput, random, time);
  }
}
