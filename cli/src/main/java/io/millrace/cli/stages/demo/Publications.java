package io.millrace.cli.stages.demo;

import io.millrace.cli.stages.redrive.DeadLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// Publishes messages, each under a business id that it keeps when it has to be published again
/// because no answer came. An id is written to a file when the topic has acknowledged it; only the
/// file says what is published. Thread-safe.
final class Publications {
  private static final int AT_ONCE = 8;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Path file;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private volatile boolean stopped;

  /// @param file made when absent
  Publications(Path file) {
    this.file = file;
  }

  /// What is to be published.
  ///
  /// @param tag begins every id
  /// @param ids business ids
  /// @param candidates generated for each
  /// @param perSecond messages at most
  record Plan(String tag, Map<String, Integer> ids, int candidates, int perSecond) {
    static Plan of(String tag, int messages, int candidates, int perSecond) {
      var ids = new LinkedHashMap<String, Integer>();
      for (var i = 1; i <= messages; i++) {
        ids.put("%s-%05d".formatted(tag, i), i);
      }
      return new Plan(tag, ids, candidates, perSecond);
    }

    String body(String id) {
      return "{\"campaign\":\"%s\",\"seed\":%d,\"candidates\":%d,\"products\":%d}"
          .formatted(id, ids.get(id), candidates, Math.max(8, candidates / 5));
    }
  }

  /// Publishes one message.
  interface Topic {
    /// Returns when it is acknowledged.
    ///
    /// @throws SdkException when it may not have been stored
    void publish(String id, String body);
  }

  /// A topic of SNS. The id goes with each message as its attribute.
  static Topic topic(SnsClient sns, String arn) {
    return (id, body) ->
        sns.publish(
            publish ->
                publish
                    .topicArn(arn)
                    .message(body)
                    .messageAttributes(
                        Map.of(
                            DeadLetters.RUN_ID,
                            MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(id)
                                .build())));
  }

  /// Publishes all of them, whatever happens to the server meanwhile; returns when the last one is
  /// acknowledged, or when it is told to stop.
  void publish(Topic topic, Plan plan) throws InterruptedException {
    var atOnce = new Semaphore(AT_ONCE);
    var begun = System.nanoTime();
    var number = 0L;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var id : plan.ids().keySet()) {
        waitUntil(begun + number++ * TimeUnit.SECONDS.toNanos(1) / plan.perSecond());
        atOnce.acquire();
        threads.execute(
            () -> {
              try {
                publishOne(topic, id, plan.body(id));
              } finally {
                atOnce.release();
              }
            });
      }
    }
  }

  private static void waitUntil(long nanoTime) throws InterruptedException {
    for (var left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  private void publishOne(Topic topic, String id, String body) {
    while (!stopped) {
      try {
        topic.publish(id, body);
        note(id);
        return;
      } catch (SdkException _) {
        // Not acknowledged, though perhaps stored: the same id again.
        repeated.incrementAndGet();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private synchronized void note(String id) {
    try {
      Files.writeString(file, id + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acknowledged.incrementAndGet();
  }

  /// Gives up what is not acknowledged yet.
  void stop() {
    stopped = true;
  }

  /// Acknowledged since this program started.
  int acknowledged() {
    return acknowledged.get();
  }

  /// Attempts that brought no acknowledgement.
  int repeated() {
    return repeated.get();
  }
}
