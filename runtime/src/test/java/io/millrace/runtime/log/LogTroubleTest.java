package io.millrace.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.JournalUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogTroubleTest {
  private static final LogSettings ALL = new LogSettings(LogLevel.ALL, true, "g");
  private static final long ROOM = 1L << 20;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final BlockingQueue<List<LogEvent>> arrived = new LinkedBlockingQueue<>();

  @Test
  void whatCannotBeReadIsAskedForAgainOnlyAfterAWhile() {
    AtomicLong nanos = new AtomicLong();
    AtomicInteger reads = new AtomicInteger();
    UUID bad = new UUID(0, 1);
    UUID good = new UUID(0, 2);
    var settings =
        new RevisionSettings(
            revision -> {
              reads.incrementAndGet();
              if (revision.equals(bad)) {
                throw new IllegalStateException("gone");
              }
              return ALL;
            },
            nanos::get);

    assertThat(settings.read(bad)).isNull();
    assertThat(settings.read(bad)).isNull();
    assertThat(settings.isUnreadable(bad)).isTrue();
    assertThat(settings.read(good)).isEqualTo(ALL);
    assertThat(reads).hasValue(2);

    nanos.addAndGet(RevisionSettings.PAUSE.toNanos());
    assertThat(settings.isUnreadable(bad)).isFalse();
    assertThat(settings.read(bad)).isNull();
    assertThat(reads).hasValue(3);
  }

  @Test
  void aStoreThatCannotBeReachedIsAskedForNothingElseMeanwhile() {
    AtomicLong nanos = new AtomicLong();
    AtomicInteger reads = new AtomicInteger();
    var settings =
        new RevisionSettings(
            _ -> {
              if (reads.incrementAndGet() == 1) {
                throw new JournalUnavailableException("down", new IllegalStateException());
              }
              return ALL;
            },
            nanos::get);

    for (int revision = 0; revision < 100; revision++) {
      assertThat(settings.read(new UUID(0, revision))).isNull();
    }
    assertThat(reads).hasValue(1);

    nanos.addAndGet(RevisionSettings.PAUSE.toNanos());
    assertThat(settings.read(new UUID(0, 7))).isEqualTo(ALL);
    assertThat(settings.isUnreadable(new UUID(0, 8))).isFalse();
  }

  @Test
  void eventsTakeRoomUntilTheyHaveArrived() throws Exception {
    LogQueue queue = new LogQueue(1_000);
    assertThat(queue.put(entry(900, false))).isTrue();
    assertThat(queue.put(entry(900, false))).isFalse();

    List<LogQueue.Entry> taken = queue.take();
    assertThat(queue.put(entry(900, false))).isFalse();

    queue.done(taken);
    assertThat(queue.put(entry(900, false))).isTrue();
  }

  @Test
  void eventsThatPerhapsNobodyWantsLeaveRoomForOthers() {
    LogQueue queue = new LogQueue(1_000);

    assertThat(queue.put(entry(200, true))).isTrue();
    assertThat(queue.put(entry(200, true))).isFalse();
    assertThat(queue.put(entry(700, false))).isTrue();
  }

  @Test
  void whatIsTakenAtOnceIsBounded() throws Exception {
    LogQueue queue = new LogQueue(64L << 20);
    for (int i = 0; i < 100; i++) {
      assertThat(queue.put(entry(200_000, false))).isTrue();
    }

    assertThat(queue.take()).hasSizeLessThan(10);
  }

  @Test
  void manyLinesOfOneLargePayloadAreDeliveredInParts() throws Exception {
    List<HistoryEvent> events = events(100, "x".repeat(200_000));
    try (ExecutionLog log = log(_ -> ALL)) {
      log.committed(header(), events);

      int lines = 0;
      while (lines < events.size()) {
        List<LogEvent> part = arrived.poll(20, TimeUnit.SECONDS);
        assertThat(part).isNotNull();
        assertThat(part.stream().mapToLong(line -> line.text().length()).sum())
            .isLessThan(5L << 20);
        lines += part.size();
      }
      assertThat(lines).isEqualTo(100);
      assertThat(log.dropped()).isZero();
    }
  }

  @Test
  void anErrorLosesItsBatchAndNoOther() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Function<UUID, LogSettings> failing =
        _ -> {
          if (reads.incrementAndGet() == 1) {
            failed.countDown();
            throw new AssertionError("meant");
          }
          return ALL;
        };
    try (ExecutionLog log = log(failing)) {
      log.committed(header(), events(1, "first"));
      failed.await();
      log.committed(header(), events(1, "second"));

      List<LogEvent> part = arrived.poll(20, TimeUnit.SECONDS);
      assertThat(part).isNotNull().hasSize(1);
      assertThat(part.getFirst().text()).contains("second");
    }
  }

  @Test
  void eventsOfUnreadableRevisionsAreDroppedAndCounted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    Function<UUID, LogSettings> down =
        _ -> {
          reads.incrementAndGet();
          asked.countDown();
          throw new JournalUnavailableException("down", new IllegalStateException());
        };
    ExecutionLog log = log(down);
    for (int i = 0; i < 50; i++) {
      log.committed(header(), events(2, "x"));
    }
    asked.await();
    log.close();

    assertThat(log.dropped()).isEqualTo(100);
    assertThat(reads.get()).isLessThan(10);
    assertThat(arrived).isEmpty();
  }

  @Test
  void whatHasNotArrivedWhenTheLogIsClosedIsCounted() throws Exception {
    CountDownLatch delivering = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger deliveries = new AtomicInteger();
    LogDestination hanging =
        (_, _) -> {
          deliveries.incrementAndGet();
          delivering.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    ExecutionLog log = new ExecutionLog(hanging, _ -> ALL, ROOM, Duration.ofMillis(50));
    log.committed(header(), events(1, "x"));
    delivering.await();
    log.committed(header(), events(3, "x"));

    log.close();

    assertThat(log.dropped()).isEqualTo(4);
    assertThat(deliveries).hasValue(1);
  }

  private ExecutionLog log(Function<UUID, LogSettings> settings) {
    return new ExecutionLog((_, events) -> arrived.add(events), settings, ROOM, LONG);
  }

  private static LogQueue.Entry entry(long weight, boolean isUnknown) {
    return new LogQueue.Entry(header(), events(1, "x"), weight, isUnknown);
  }

  private static List<HistoryEvent> events(int count, String text) {
    Payload payload = Payload.ofText("\"" + text + "\"");
    return LongStream.rangeClosed(1, count)
        .mapToObj(
            id ->
                new HistoryEvent(
                    id,
                    id - 1,
                    0,
                    EventType.PassStateEntered,
                    new EventDetails.StateEntered("P", payload)))
        .toList();
  }

  private static ExecutionHeader header() {
    return new ExecutionHeader(
        new UUID(0, 1), "arn", "one", "machineArn", "m", new UUID(0, 9), "role", "us-east-1", 0, 7);
  }
}
