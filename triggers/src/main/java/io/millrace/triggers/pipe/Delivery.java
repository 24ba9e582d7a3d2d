package io.millrace.triggers.pipe;

import io.millrace.triggers.Pacing;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/// Hands one batch to its target, as often as it takes, and deletes what is done.
///
/// @param pipeName for the log
record Delivery(
    String pipeName,
    StateMachineTarget target,
    SourceQueue queue,
    Stopping stopping,
    Pacing pacing,
    PipeStatistics statistics) {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /// Returns when the batch is done, failed, or the pipe is stopped.
  void deliver(Batch batch) throws InterruptedException {
    String name = ExecutionNames.of(batch.prepared());
    String input = batch.input();
    for (int attempt = 1; ; attempt++) {
      switch (target.start(name, input, batch.ids())) {
        case Outcome.Accepted accepted -> {
          done(batch, accepted);
          return;
        }
        case Outcome.Failed failed -> {
          failed(batch, name, failed);
          return;
        }
        case Outcome.Unavailable unavailable -> {
          statistics.retries.increment();
          log(attempt, unavailable);
          if (Thread.interrupted()) throw new InterruptedException();
          if (!stopping.pause(pacing.backoff(attempt, FIRST_PAUSE, LONGEST_PAUSE))) {
            // Nobody will try again here: others may at once.
            queue.hide(batch.messages(), Duration.ZERO);
            return;
          }
        }
      }
    }
  }

  private void done(Batch batch, Outcome.Accepted accepted) throws InterruptedException {
    List<Message> done =
        batch.messages().stream()
            .filter(message -> !accepted.failedMessages().contains(message.messageId()))
            .toList();
    queue.delete(done);
    (accepted.wasThere() ? statistics.duplicates : statistics.started).add(done.size());
    statistics.failed.add(accepted.failedMessages().size());
  }

  private void failed(Batch batch, String name, Outcome.Failed failed) {
    statistics.failed.add(batch.prepared().size());
    LOG.atWarn()
        .addKeyValue("pipe", pipeName)
        .addKeyValue("execution", name)
        .addKeyValue("messages", batch.ids())
        .addKeyValue("error", failed.error())
        .addKeyValue("cause", failed.cause())
        .log(
            "a batch failed; its messages come again after the queue's visibility timeout, and go"
                + " to its dead-letter queue after maxReceiveCount");
  }

  private void log(int attempt, Outcome.Unavailable unavailable) {
    // The first is news; of an outage a line now and then is enough.
    if (Integer.bitCount(attempt) > 1) return;
    LOG.atWarn()
        .addKeyValue("pipe", pipeName)
        .addKeyValue("target", target.machine())
        .addKeyValue("attempt", attempt)
        .addKeyValue("reason", unavailable.why())
        .log("the target takes nothing; the pipe waits and tries again");
  }
}
