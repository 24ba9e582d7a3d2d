package io.millrace.asl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One element of `Retry`.
///
/// @param intervalSeconds wait before the first retry, in seconds, at least 1 (AWS's default: 1)
/// @param maxAttempts retries, not attempts; 0 means never (default: 3)
/// @param backoffRate factor from one wait to the next, at least 1.0 (default: 2.0)
/// @param maxDelaySeconds longest wait in seconds, or null for none
/// @param fullJitter whether each wait is drawn between 0 and the computed one (`JitterStrategy:
///   FULL`)
public record Retrier(
    List<String> errorEquals,
    int intervalSeconds,
    int maxAttempts,
    double backoffRate,
    @Nullable Integer maxDelaySeconds,
    boolean fullJitter,
    Span span) {
  public Retrier {
    errorEquals = List.copyOf(errorEquals);
  }
}
