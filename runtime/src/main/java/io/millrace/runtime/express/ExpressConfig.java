package io.millrace.runtime.express;

import java.time.Duration;

/// Bounds on executions of EXPRESS state machines, all of which live in memory.
///
/// @param executionsMax so many run at the same time, further ones are refused; 1 to 1,000,000
/// @param inputCharactersMax so long are the inputs of all that run, together; at least 262,144,
///   the longest input
/// @param tasksMax attempts carried out at the same time, 1 to 100,000; more wait for their turn
/// @param lifetime the longest that an execution may take, 1 s to 1 h (AWS: 5 minutes, developer
///   guide, "Choosing workflow type"); a shorter `TimeoutSeconds` wins
public record ExpressConfig(
    int executionsMax, long inputCharactersMax, int tasksMax, Duration lifetime) {
  public static final Duration AWS_LIFETIME = Duration.ofMinutes(5);

  /// An eighth of the heap for inputs: states make more of them, mostly not at the same time.
  private static final long INPUT_CHARACTERS_USUAL =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8, 16L << 20, 256L << 20);

  public ExpressConfig {
    range("express.executionsMax", executionsMax, 1, 1_000_000);
    range("express.inputCharactersMax", inputCharactersMax, 262_144, Long.MAX_VALUE);
    range("express.tasksMax", tasksMax, 1, 100_000);
    range("express.lifetime in milliseconds", lifetime.toMillis(), 1_000, 3_600_000);
  }

  /// What suits one machine, with AWS's five minutes.
  public static ExpressConfig standard() {
    return new ExpressConfig(10_000, INPUT_CHARACTERS_USUAL, 1_000, AWS_LIFETIME);
  }

  private static void range(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed are " + least + " to " + most);
    }
  }
}
