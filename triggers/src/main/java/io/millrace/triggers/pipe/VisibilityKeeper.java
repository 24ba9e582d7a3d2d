package io.millrace.triggers.pipe;

import io.millrace.triggers.Pacing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/// Keeps messages invisible for as long as they are being handled, which may take longer than the
/// queue's visibility timeout: otherwise a long execution would be started a second time beside
/// itself. Safe for concurrent use; one thread of its own.
final class VisibilityKeeper implements AutoCloseable {
  /// Messages in somebody's hands. Closing lets go of them.
  static final class Hold implements AutoCloseable {
    private final VisibilityKeeper keeper;
    private final List<Message> messages;
    private volatile Instant due;

    private Hold(VisibilityKeeper keeper, List<Message> messages, Instant due) {
      this.keeper = keeper;
      this.messages = messages;
      this.due = due;
    }

    @Override
    public void close() {
      keeper.holds.remove(this);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(VisibilityKeeper.class);

  private final SourceQueue queue;
  private final Pacing pacing;
  private final Duration half;
  private final Set<Hold> holds = ConcurrentHashMap.newKeySet();
  private final @Nullable Thread thread;

  /// @param name of the pipe
  VisibilityKeeper(SourceQueue queue, Pacing pacing, String name) {
    this.queue = queue;
    this.pacing = pacing;
    this.half = queue.visibility().dividedBy(2);
    // Nothing can be kept from a queue that hides nothing.
    this.thread =
        half.isZero()
            ? null
            : Thread.ofVirtual().name("pipe-" + name + "-visibility").start(this::keep);
  }

  /// @param receivedAt when they became invisible
  Hold hold(List<Message> messages, Instant receivedAt) {
    Hold hold = new Hold(this, messages, receivedAt.plus(half));
    holds.add(hold);
    return hold;
  }

  @Override
  public void close() {
    if (thread != null) thread.interrupt();
  }

  private void keep() {
    try {
      while (true) {
        pacing.pause(half.dividedBy(2));
        Instant now = pacing.now();
        for (Hold hold : holds) {
          if (!now.isBefore(hold.due)) keep(hold, now);
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void keep(Hold hold, Instant now) {
    try {
      queue.hide(hold.messages, queue.visibility());
      hold.due = now.plus(half);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("queue", queue.arn())
          .setCause(e)
          .log("messages in work could not be kept hidden; tried again");
    }
  }
}
