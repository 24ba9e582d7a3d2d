package io.millrace.triggers.event;

import java.time.Duration;

/// How long a target that does not take an event is asked (EventBridge user guide, "How EventBridge
/// retries delivering events"; API_RetryPolicy).
///
/// @param attempts after the first one at most, 0 to 185
/// @param age of the event at most, 1 minute to 24 hours
public record RetryPolicy(int attempts, Duration age) {
  private static final int ATTEMPTS_MAX = 185;
  private static final Duration AGE_MIN = Duration.ofMinutes(1);
  private static final Duration AGE_MAX = Duration.ofDays(1);

  /// EventBridge's default.
  public static final RetryPolicy STANDARD = new RetryPolicy(ATTEMPTS_MAX, AGE_MAX);

  /// For messages that must not be lost: as long as it takes.
  static final RetryPolicy ENDLESS = new RetryPolicy(Integer.MAX_VALUE, Duration.ofDays(36_500));

  /// As a rule may set it.
  ///
  /// @throws IllegalArgumentException when out of range
  static RetryPolicy of(int attempts, Duration age) {
    if (attempts < 0 || attempts > ATTEMPTS_MAX) {
      throw new IllegalArgumentException(
          "MaximumRetryAttempts is " + attempts + "; it has to be 0 to " + ATTEMPTS_MAX);
    }
    if (age.compareTo(AGE_MIN) < 0 || age.compareTo(AGE_MAX) > 0) {
      throw new IllegalArgumentException(
          "MaximumEventAgeInSeconds is " + age.toSeconds() + "; it has to be 60 to 86400");
    }
    return new RetryPolicy(attempts, age);
  }

  /// Whether to try once more.
  ///
  /// @param made attempts so far
  boolean allows(int made, Duration eventAge) {
    return made <= attempts && eventAge.compareTo(age) < 0;
  }
}
