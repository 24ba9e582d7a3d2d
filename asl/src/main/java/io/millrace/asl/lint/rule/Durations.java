package io.millrace.asl.lint.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;

/// How long states may take, in seconds.
final class Durations {
  private Durations() {}

  /// The constant in a field, or NaN.
  static double constant(StateNode state, String field) {
    JsonNode node = state.json().path(field);
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  /// How often it may be tried, the first time included.
  static int attempts(StateNode state) {
    double attempts = 1;
    for (Handler retrier : state.retriers()) {
      // Each retrier counts for itself.
      attempts += retrier.number("MaxAttempts", 3);
    }
    return (int) Math.min(attempts, 1_000_000);
  }

  /// The longest time that is spent between attempts.
  static double backoff(StateNode state) {
    double sum = 0;
    for (Handler retrier : state.retriers()) {
      double wait = retrier.number("IntervalSeconds", 1);
      double longest = retrier.number("MaxDelaySeconds", 99_999_999);
      double rate = Math.max(1, retrier.number("BackoffRate", 2));
      int attempts = (int) Math.min(retrier.number("MaxAttempts", 3), 1000);
      for (int i = 0; i < attempts; i++) {
        sum += Math.min(wait, longest);
        wait = Math.min(wait * rate, 99_999_999);
      }
    }
    return sum;
  }
}
