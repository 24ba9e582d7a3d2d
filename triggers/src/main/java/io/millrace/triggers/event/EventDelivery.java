package io.millrace.triggers.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.journal.StatusChange;
import io.millrace.engine.journal.StatusChanges;
import io.millrace.triggers.Json;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.RecordPath;
import io.millrace.triggers.event.EventTarget.NotTakenException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Tells status changes of executions to those whom rules name, at least once.
///
/// Changes are noted in the commit that makes them ([StatusChanges]), so a killed process loses
/// none; they are forgotten when every target has taken them. A target that does not is asked again
/// with growing pauses, as long as its [RetryPolicy] says; then the event goes to its dead-letter
/// queue, or into the log. One thread looks for what is due; thread-safe.
public final class EventDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
  private static final int ROUND_MAX = 100;
  private static final int AT_ONCE_MAX = 16;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /// How often to look for what has become due meanwhile.
  private static final long LOOK_MILLIS = 1_000;

  private final Rules rules;
  private final StatusChanges changes;
  private final StatusChangeReader reader;
  private final EventTargets targets;
  private final Pacing pacing;
  private final Map<RuleTarget, EventTarget> known = new HashMap<>();
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread;
  private volatile boolean isClosed;

  private EventDelivery(
      Rules rules,
      StatusChanges changes,
      ExecutionReads reads,
      EventTargets targets,
      Pacing pacing) {
    this.rules = rules;
    this.changes = changes;
    this.reader = new StatusChangeReader(reads);
    this.targets = targets;
    this.pacing = pacing;
    for (Rule rule : rules.all()) {
      for (RuleTarget target : rule.targets()) {
        known.put(target, targets.of(target));
        if (target.inputPath() != null) RecordPath.parse(target.inputPath());
      }
    }
    this.thread = Thread.ofVirtual().name("status-change-events").unstarted(this::loop);
  }

  /// Has commits note what the rules want to hear of, from now on. Call it before the engine
  /// starts: what is committed earlier is not told.
  public static EventDelivery prepare(
      Rules rules,
      StatusChanges changes,
      ExecutionReads reads,
      EventTargets targets,
      Pacing pacing) {
    EventDelivery delivery = new EventDelivery(rules, changes, reads, targets, pacing);
    changes.note(rules.interest(), () -> delivery.news.release());
    return delivery;
  }

  /// Begins to deliver, also what an earlier process left.
  public void start() {
    thread.start();
  }

  /// Ends. What is not delivered yet is delivered after the next start.
  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    workers.shutdownNow();
    try {
      if (thread.isAlive()) thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      while (!isClosed) {
        boolean full = false;
        try {
          full = round() == ROUND_MAX;
        } catch (JournalUnavailableException e) {
          LOG.atDebug().setCause(e).log("the journal does not answer; status changes wait");
        } catch (RuntimeException e) {
          LOG.atError().setCause(e).log("status changes could not be looked for; tried again");
        }
        if (!full && news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) news.drainPermits();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /// Delivers what is due.
  ///
  /// @return how many changes were
  int round() throws InterruptedException {
    List<StatusChange> due = changes.due(pacing.now().toEpochMilli(), ROUND_MAX);
    Semaphore free = new Semaphore(AT_ONCE_MAX);
    List<Future<?>> deliveries = new ArrayList<>();
    for (StatusChange change : due) {
      free.acquire();
      deliveries.add(
          workers.submit(
              () -> {
                try {
                  deliver(change);
                } catch (JournalUnavailableException e) {
                  LOG.atDebug().setCause(e).log("the journal does not answer; told again later");
                } catch (RuntimeException e) {
                  LOG.atError()
                      .addKeyValue("executionArn", change.header().arn())
                      .setCause(e)
                      .log("a status change could not be told; tried again later");
                  postpone(change, change.targetsLeft());
                } finally {
                  free.release();
                }
                return null;
              }));
    }
    for (Future<?> delivery : deliveries) await(delivery);
    return due.size();
  }

  private static void await(Future<?> delivery) throws InterruptedException {
    try {
      delivery.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) throw new InterruptedException();
      throw new IllegalStateException("a delivery ended in " + e.getCause(), e);
    }
  }

  private void deliver(StatusChange change) throws InterruptedException {
    Optional<StatusChangeEvent> read = reader.read(change);
    if (read.isEmpty()) {
      changes.forget(List.of(change.id()));
      return;
    }
    StatusChangeEvent event = read.get();
    ObjectNode json = event.toJson();
    List<String> left = new ArrayList<>();
    int attempts = change.attempts() + 1;
    for (Map.Entry<String, RuleTarget> one : targetsOf(change, json).entrySet()) {
      if (!deliver(event, json, one.getKey(), one.getValue(), attempts)) left.add(one.getKey());
    }
    if (left.isEmpty()) {
      changes.forget(List.of(change.id()));
    } else {
      postpone(change, left);
    }
  }

  private void postpone(StatusChange change, @Nullable List<String> targetsLeft) {
    int attempts = change.attempts() + 1;
    Instant due = pacing.now().plus(pacing.backoff(attempts, FIRST_PAUSE, LONGEST_PAUSE));
    changes.postpone(change.id(), targetsLeft, attempts, due.toEpochMilli());
  }

  private Map<String, RuleTarget> targetsOf(StatusChange change, ObjectNode event) {
    Map<String, RuleTarget> all = rules.targetsOf(Json.write(event));
    if (change.targetsLeft() != null) all.keySet().retainAll(change.targetsLeft());
    return all;
  }

  /// @return whether nothing is left to do for this target
  private boolean deliver(
      StatusChangeEvent event, ObjectNode json, String key, RuleTarget target, int attempts)
      throws InterruptedException {
    String payload = payload(json, target);
    try {
      Objects.requireNonNull(known.get(target)).take(event, payload);
      return true;
    } catch (NotTakenException e) {
      Duration age = Duration.between(Instant.ofEpochMilli(event.atMillis()), pacing.now());
      if (target.retryPolicy().allows(attempts, age)) {
        log(event, key, attempts, e);
        return false;
      }
      return giveUp(event, payload, key, target, e);
    }
  }

  private static String payload(ObjectNode event, RuleTarget target) {
    if (target.input() != null) return target.input();
    if (target.inputPath() == null) return Json.write(event);
    JsonNode part = RecordPath.parse(target.inputPath()).find(event);
    return part == null ? "{}" : Json.write(part);
  }

  /// To the dead-letter queue, with the attributes EventBridge gives (user guide, "Using
  /// dead-letter queues to process undelivered events").
  private boolean giveUp(
      StatusChangeEvent event,
      String payload,
      String key,
      RuleTarget target,
      NotTakenException reason) {
    if (target.deadLetterArn() == null) {
      LOG.atError()
          .addKeyValue("executionArn", event.header().arn())
          .addKeyValue("status", event.status())
          .addKeyValue("target", key)
          .addKeyValue("reason", reason.getMessage())
          .addKeyValue("event", payload)
          .log("an event is given up: its target never took it, and has no DeadLetterConfig");
      return true;
    }
    try {
      targets
          .queues()
          .send(
              target.deadLetterArn(),
              payload,
              Map.of(
                  "RULE_ARN", text(key),
                  "TARGET_ARN", text(target.arn()),
                  "ERROR_MESSAGE", text(String.valueOf(reason.getMessage()))),
              _ -> {});
      return true;
    } catch (NotTakenException e) {
      log(event, key, 1, e);
      return false;
    }
  }

  private static MessageAttributeValue text(String value) {
    String some = value.isBlank() ? "-" : value.substring(0, Math.min(value.length(), 1_000));
    return MessageAttributeValue.builder().dataType("String").stringValue(some).build();
  }

  private static void log(
      StatusChangeEvent event, String key, int attempts, NotTakenException reason) {
    if (Integer.bitCount(attempts) > 1) return;
    LOG.atWarn()
        .addKeyValue("executionArn", event.header().arn())
        .addKeyValue("status", event.status())
        .addKeyValue("target", key)
        .addKeyValue("attempt", attempts)
        .addKeyValue("reason", reason.getMessage())
        .log("an event's target did not take it; it is tried again");
  }
}
