package io.millrace.pipelines.book.provider;

import java.time.Duration;
import java.util.function.Supplier;

/// Repeats one request inside a chapter, so that a busy second does not throw away the requests of
/// the same chapter that were already made and paid for. Longer trouble is left to the state
/// machine's Retry, which does not hold a worker while it waits. Thread-safe when `pause` is.
///
/// @param attempts how often a request is made at most, 1 or more
/// @param firstWait the wait after the first failure of an unavailable service; doubles each time
/// @param longestWait a service that asks for more than this is not waited for
/// @param pause how to wait; tests pass one that only remembers
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait, Pause pause) {

  /// Four tries within about a minute: longer, and a worker is better used elsewhere.
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(60), Thread::sleep);

  /// Waits; ends early with [InterruptedException] when the thread is interrupted.
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be 1 or more, got " + attempts);
    }
  }

  /// Calls until an answer comes, the attempts are used up, or the failure is permanent; then
  /// throws the last failure. An interrupt during a wait throws that failure too, the flag set
  /// again.
  public <T> T call(Supplier<T> request) {
    var wait = firstWait;
    for (int attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (ProviderThrottledException e) {
        pauseOrThrow(attempt, e.retryAfter(), e);
      } catch (ProviderUnavailableException e) {
        pauseOrThrow(attempt, wait, e);
        wait = wait.multipliedBy(2);
      }
    }
  }

  private void pauseOrThrow(int attempt, Duration wait, ProviderException failure) {
    if (attempt >= attempts || wait.compareTo(longestWait) > 0) {
      throw failure;
    }
    try {
      pause.pause(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }
}
