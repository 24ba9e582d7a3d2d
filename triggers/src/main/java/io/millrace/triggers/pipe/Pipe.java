package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.RecordPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// A running pipe: receives messages and starts executions with them, until it is closed.
///
/// Nothing is lost: a message is deleted only once an execution has accepted it (FIRE_AND_FORGET)
/// or ended with success (REQUEST_RESPONSE); whatever happens before, the queue delivers it again.
/// A queue or a state machine that does not answer is asked again, with growing pauses.
///
/// One thread receives; each batch is handed over on a thread of its own, of which there are no
/// more than [PipeSettings#concurrency]. Thread-safe.
public final class Pipe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipe.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /// How often to ask for room.
  private static final Duration ROOM_PAUSE = Duration.ofMillis(50);

  private final PipeSettings settings;
  private final SqsClient sqs;
  private final StateMachineTarget target;
  private final Pacing pacing;
  private final Room room;
  private final List<PipeFilter> filters;
  private final @Nullable InputTemplate template;
  private final ExecutionNames names;
  private final Semaphore permits;
  private final Stopping stopping;
  private final PipeStatistics statistics = new PipeStatistics();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread receiver;

  private Pipe(PipeSettings settings, SqsClient sqs, SfnClient sfn, Pacing pacing, Room room) {
    this.settings = settings;
    this.sqs = sqs;
    this.target = new StateMachineTarget(sfn, settings.target(), settings.invocationType());
    this.pacing = pacing;
    this.room = room;
    this.filters = settings.filters().stream().map(PipeFilter::parse).toList();
    this.template =
        settings.inputTemplate() == null ? null : InputTemplate.parse(settings.inputTemplate());
    this.names =
        new ExecutionNames(
            settings.nameFrom() == null ? null : RecordPath.parse(settings.nameFrom()));
    this.permits = new Semaphore(settings.concurrency());
    this.stopping = new Stopping(pacing);
    this.receiver = Thread.ofVirtual().name("pipe-" + settings.name()).unstarted(this::run);
  }

  /// Starts a pipe. It waits for a queue that does not exist yet.
  ///
  /// @param sqs has to outlive the pipe, like the next one
  /// @param sfn should repeat nothing by itself ([PipeClients]): the pipe does
  public static Pipe start(PipeSettings settings, SqsClient sqs, SfnClient sfn, Pacing pacing) {
    return start(settings, sqs, sfn, pacing, Room.ENDLESS);
  }

  /// The same, as fast as there is room for executions.
  public static Pipe start(
      PipeSettings settings, SqsClient sqs, SfnClient sfn, Pacing pacing, Room room) {
    Pipe pipe = new Pipe(settings, sqs, sfn, pacing, room);
    pipe.receiver.start();
    LOG.atInfo()
        .addKeyValue("pipe", settings.name())
        .addKeyValue("source", settings.source())
        .addKeyValue("target", settings.target())
        .addKeyValue("invocationType", settings.invocationType())
        .log("pipe is running");
    return pipe;
  }

  public PipeSettings settings() {
    return settings;
  }

  public PipeCounts counts() {
    return statistics.counts();
  }

  /// Receives nothing more, and waits for what has been handed over, up to [PipeSettings#drain];
  /// what is not done by then comes again after its visibility timeout.
  @Override
  public void close() {
    stopping.ask();
    try {
      // An answer of the queue that nobody hears would hide its messages for nothing.
      receiver.join(settings.poll().plusSeconds(10));
      workers.shutdown();
      if (workers.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    receiver.interrupt();
    workers.shutdownNow();
  }

  private void run() {
    SourceQueue queue = open();
    if (queue == null) return;
    try (VisibilityKeeper keeper = new VisibilityKeeper(queue, pacing, settings.name())) {
      Delivery delivery =
          new Delivery(settings.name(), target, queue, stopping, pacing, statistics);
      int failures = 0;
      while (stopping.acquire(permits)) {
        int left = roomLeft();
        if (left < 1) {
          permits.release();
          if (!stopping.pause(ROOM_PAUSE)) break;
          continue;
        }
        int free = 1 + takeMore(left - 1);
        int used = 0;
        try {
          used = receiveAndHandOver(queue, keeper, delivery, free);
          failures = 0;
        } catch (RuntimeException e) {
          if (stopping.isAsked()) return;
          waitAfter(++failures, e);
        } finally {
          permits.release(free - used);
        }
      }
      awaitWorkers();
    } catch (InterruptedException _) {
      // Closed in a hurry.
    }
  }

  /// Messages stay hidden until the last of them is done.
  private void awaitWorkers() throws InterruptedException {
    permits.acquire(settings.concurrency());
  }

  private @Nullable SourceQueue open() {
    for (int failures = 1; ; failures++) {
      try {
        return SourceQueue.open(sqs, settings.source(), pacing);
      } catch (RuntimeException e) {
        if (!waitAfter(failures, e)) return null;
      }
    }
  }

  /// A queue that does not answer is news; anything else is a defect, told with where it was.
  private boolean waitAfter(int failures, RuntimeException e) {
    if (Integer.bitCount(failures) == 1) {
      boolean isExpected = e instanceof SdkException;
      LOG.atLevel(isExpected ? Level.WARN : Level.ERROR)
          .addKeyValue("pipe", settings.name())
          .addKeyValue("source", settings.source())
          .addKeyValue("attempt", failures)
          .addKeyValue("reason", e.getMessage())
          .setCause(isExpected ? null : e)
          .log("messages cannot be received; the pipe waits and asks again");
    }
    return stopping.pause(pacing.backoff(failures, FIRST_PAUSE, LONGEST_PAUSE));
  }

  /// What is handed over at this moment, besides the permit in hand, is not among the target's yet.
  private int roomLeft() {
    int handedOver = settings.concurrency() - permits.availablePermits() - 1;
    return room.left() - handedOver;
  }

  /// Permits for as many more batches as one call may bring. A FIFO queue hides the other messages
  /// of a group while one is in flight, so one batch at a time keeps each group's order.
  private int takeMore(int most) {
    if (settings.isFifo()) return 0;
    int wanted = Math.min(most, SourceQueue.CALL_MAX / settings.batchSize() - 1);
    int taken = 0;
    while (taken < wanted && permits.tryAcquire()) taken++;
    return taken;
  }

  /// @param free batches that may be handed over
  /// @return batches that were; each gives its permit back when it is done
  private int receiveAndHandOver(
      SourceQueue queue, VisibilityKeeper keeper, Delivery delivery, int free)
      throws InterruptedException {
    List<Received> messages = gather(queue, free * settings.batchSize());
    statistics.received.add(messages.size());
    if (messages.isEmpty()) return 0;
    Instant receivedAt = messages.getFirst().at();
    List<Batch> batches = Batch.of(prepare(queue, messages), settings.batchSize());
    // Large messages may make more batches than there are permits: then these take turns.
    int used = Math.min(free, batches.size());
    for (int i = 0; i < used; i++) {
      List<Batch> turn = new ArrayList<>();
      for (int j = i; j < batches.size(); j += used) turn.add(batches.get(j));
      handOver(turn, keeper, delivery, receivedAt);
    }
    return used;
  }

  /// @param at before it was received
  private record Received(Message message, Instant at) {}

  /// Messages of one or more calls, as they come within the batching window.
  private List<Received> gather(SourceQueue queue, int wanted) {
    List<Received> messages = new ArrayList<>();
    Instant end = null;
    Duration wait = settings.poll();
    while (messages.size() < wanted && !stopping.isAsked()) {
      Instant asked = pacing.now();
      int most = Math.min(SourceQueue.CALL_MAX, wanted - messages.size());
      List<Message> more = queue.receive(most, wait);
      more.forEach(message -> messages.add(new Received(message, asked)));
      Instant now = pacing.now();
      if (messages.isEmpty() || settings.batchSize() == 1) break;
      if (end == null) end = now.plus(settings.batchingWindow());
      Duration left = Duration.between(now, end);
      boolean isOver = !left.isPositive();
      if (isOver && (more.size() < most || !settings.batchingWindow().isZero())) break;
      wait = isOver ? Duration.ZERO : left.compareTo(settings.poll()) < 0 ? left : settings.poll();
    }
    return messages;
  }

  private List<PreparedMessage> prepare(SourceQueue queue, List<Received> messages)
      throws InterruptedException {
    List<PreparedMessage> passed = new ArrayList<>();
    List<Message> filtered = new ArrayList<>();
    for (Received received : messages) {
      try {
        ObjectNode record = SqsRecords.of(received.message(), settings.source());
        if (filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(record))) {
          passed.add(PreparedMessage.of(received.message(), record, names, element(record)));
        } else {
          filtered.add(received.message());
        }
      } catch (RuntimeException e) {
        refuse(received.message(), e);
      }
    }
    if (!filtered.isEmpty()) {
      // User guide, "Event filtering": what matches no filter is removed from the queue.
      queue.delete(filtered);
      statistics.filtered.add(filtered.size());
    }
    return passed;
  }

  /// It comes again after its visibility timeout, and goes to the dead-letter queue in the end.
  private void refuse(Message message, RuntimeException why) {
    statistics.failed.increment();
    LOG.atWarn()
        .addKeyValue("pipe", settings.name())
        .addKeyValue("message", message.messageId())
        .setCause(why)
        .log("a message cannot be read by the pipe's filter or template; it stays in its queue");
  }

  private String element(ObjectNode record) {
    if (template == null) return Json.write(record);
    return Json.write(
        template.render(
            record,
            new InputTemplate.Context(
                PipeArns.of(settings),
                settings.name(),
                settings.source(),
                settings.target(),
                pacing.now())));
  }

  private void handOver(
      List<Batch> batches, VisibilityKeeper keeper, Delivery delivery, Instant receivedAt) {
    List<Message> messages = batches.stream().flatMap(b -> b.messages().stream()).toList();
    statistics.inFlight.add(messages.size());
    VisibilityKeeper.Hold hold = keeper.hold(messages, receivedAt);
    workers.execute(
        () -> {
          try (hold) {
            for (Batch batch : batches) delivery.deliver(batch);
          } catch (InterruptedException _) {
            // Closed in a hurry: the queue delivers it again.
          } catch (RuntimeException e) {
            statistics.failed.add(messages.size());
            LOG.atError()
                .addKeyValue("pipe", settings.name())
                .addKeyValue("messages", messages.stream().map(Message::messageId).toList())
                .setCause(e)
                .log("messages could not be handed over; they come again");
          } finally {
            statistics.inFlight.add(-messages.size());
            permits.release();
          }
        });
  }
}
