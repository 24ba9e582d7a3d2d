package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/// A function: its code and its limits.
///
/// @param name 1 to 64 letters, digits, `-` and `_`
/// @param code where the handler comes from
/// @param timeout how long one invocation may take, 1 to 900 seconds
/// @param memorySizeMb what the handler is told it has, 128 to 10,240; nothing enforces it, all
///   functions share the heap
/// @param reservedConcurrency how many invocations may run at once; 0 switches the function off
/// @param environment variables for [FunctionEnvironment]
/// @param qualifiers versions and aliases that also lead to this code; `$LATEST` always does
public record FunctionConfig(
    String name,
    Code code,
    Duration timeout,
    int memorySizeMb,
    OptionalInt reservedConcurrency,
    Map<String, String> environment,
    Set<String> qualifiers) {

  /// Lambda's default.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

  /// Lambda's maximum.
  public static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);

  /// Where a handler comes from. Each execution environment, that is each invocation running at the
  /// same time, has a handler object of its own, as on AWS; static fields, unlike on AWS, are
  /// shared by all.
  public sealed interface Code {
    /// A class on the class path as Lambda's `Handler` setting names it: `pkg.Class` or
    /// `pkg.Class::method`.
    record Named(String handler) implements Code {}

    /// Objects made by this program: a `RequestHandler` whose class says its type arguments, or a
    /// `RequestStreamHandler`.
    record Supplied(Supplier<?> handlers) implements Code {}

    /// Handlers of which the class cannot tell the type of the event, as is so for lambda
    /// expressions.
    record Typed<I>(Class<I> input, Supplier<? extends RequestHandler<I, ?>> handlers)
        implements Code {}
  }

  public FunctionConfig {
    if (FunctionName.parse(name, Optional.empty()).filter(n -> n.name().equals(name)).isEmpty()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a function name: 1 to 64 letters, digits, - and _.");
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "timeout of " + name + " is " + timeout + "; it must be between 1 and 900 seconds.");
    }
    if (memorySizeMb < 128 || memorySizeMb > 10_240) {
      throw new IllegalArgumentException(
          "memorySizeMb of "
              + name
              + " is "
              + memorySizeMb
              + "; it must be between 128 and 10240.");
    }
    if (reservedConcurrency.orElse(0) < 0) {
      throw new IllegalArgumentException("reservedConcurrency of " + name + " is negative.");
    }
    environment = Map.copyOf(environment);
    qualifiers = Set.copyOf(qualifiers);
  }

  private static FunctionConfig of(String name, Code code) {
    return new FunctionConfig(
        name, code, DEFAULT_TIMEOUT, 128, OptionalInt.empty(), Map.of(), Set.of());
  }

  /// A function with Lambda's default limits (3 seconds, 128 MB), from `pkg.Class` or
  /// `pkg.Class::method`.
  public static FunctionConfig of(String name, String handler) {
    return of(name, new Code.Named(handler));
  }

  /// A function with default limits whose handler objects this program makes, one for each
  /// execution environment.
  public static FunctionConfig of(String name, Supplier<?> handlers) {
    return of(name, new Code.Supplied(handlers));
  }

  /// A function with default limits around one lambda expression, which must be safe to call from
  /// several threads.
  public static <I> FunctionConfig of(String name, Class<I> input, RequestHandler<I, ?> handler) {
    return of(name, new Code.Typed<>(input, () -> handler));
  }

  public FunctionConfig withTimeout(Duration timeout) {
    return new FunctionConfig(
        name, code, timeout, memorySizeMb, reservedConcurrency, environment, qualifiers);
  }

  public FunctionConfig withMemorySizeMb(int memorySizeMb) {
    return new FunctionConfig(
        name, code, timeout, memorySizeMb, reservedConcurrency, environment, qualifiers);
  }

  public FunctionConfig withReservedConcurrency(int limit) {
    return new FunctionConfig(
        name, code, timeout, memorySizeMb, OptionalInt.of(limit), environment, qualifiers);
  }

  public FunctionConfig withEnvironment(Map<String, String> environment) {
    return new FunctionConfig(
        name, code, timeout, memorySizeMb, reservedConcurrency, environment, qualifiers);
  }

  public FunctionConfig withQualifiers(Set<String> qualifiers) {
    return new FunctionConfig(
        name, code, timeout, memorySizeMb, reservedConcurrency, environment, qualifiers);
  }
}
