package io.millrace.triggers.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.engine.journal.StatusChange;
import io.millrace.engine.journal.StatusChanges;
import io.millrace.engine.journal.StatusInterest;
import io.millrace.triggers.Json;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.RecordPath;
import io.millrace.triggers.event.EventTarget.NotTakenException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
/// queue, or into the log. A change that no rule of this process asked for is kept for a process
/// that has its rule. One thread looks for what is due; thread-safe.
public final class EventDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
  private static final int ROUND_MAX = 100;

  /// Changes in the hands of this process at once.
  private static final int AT_ONCE_MAX = 1_000;

  /// Deliveries to one target at once: one that is slow holds up its own events only.
  private static final int TARGET_AT_ONCE_MAX = 16;

  /// How long an event waits for its turn at a busy target before it makes room for others.
  private static final long TURN_MILLIS = 1_000;

  private static final Duration BUSY_PAUSE = Duration.ofSeconds(10);

  /// How long a change waits that no rule knows any more.
  private static final Duration UNCLAIMED_PAUSE = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /// How often to look for what has become due meanwhile.
  private static final long LOOK_MILLIS = 1_000;

  private final Rules rules;
  private final StatusChanges changes;
  private final StatusChangeReader reader;
  private final EventTargets targets;
  private final Pacing pacing;
  private final StatusInterest interest;
  private final Map<RuleTarget, Turns> known = new HashMap<>();
  private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
  private final Semaphore hands = new Semaphore(AT_ONCE_MAX);
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread thread;
  private volatile boolean isClosed;

  /// A target, and the turns that deliveries take at it.
  private record Turns(EventTarget target, Semaphore free) {}

  /// What became of one event at one target.
  private enum Result {
    /// Nothing is left to do for this target.
    DONE,
    /// It did not take it.
    NOT_TAKEN,
    /// It was not asked, for it has enough to do.
    BUSY
  }

  private EventDelivery(
      Rules rules,
      StatusChanges changes,
      ExecutionReads reads,
      EventTargets targets,
      Pacing pacing) {
    this.rules = rules;
    this.changes = changes;
    this.reader = new StatusChangeReader(reads);
    this.interest = rules.interest();
    this.targets = targets;
    this.pacing = pacing;
    for (Rule rule : rules.all()) {
      for (RuleTarget target : rule.targets()) {
        known.put(target, new Turns(targets.of(target), new Semaphore(TARGET_AT_ONCE_MAX, true)));
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
    changes.note(delivery.interest, () -> delivery.news.release());
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
          full = begin().size() >= ROUND_MAX;
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

  /// Delivers what is due, and returns when that is done.
  ///
  /// @return how many changes were
  int round() throws InterruptedException {
    List<Future<?>> deliveries = begin();
    for (Future<?> delivery : deliveries) await(delivery);
    return deliveries.size();
  }

  /// Begins to deliver what is due and not in hand already.
  private List<Future<?>> begin() throws InterruptedException {
    // Taken before the question: what is done meanwhile must not look due and free.
    Set<Long> before = Set.copyOf(inHand);
    List<StatusChange> due = changes.due(pacing.now().toEpochMilli(), ROUND_MAX + before.size());
    List<Future<?>> deliveries = new ArrayList<>();
    for (StatusChange change : due) {
      if (before.contains(change.id())) continue;
      hands.acquire();
      inHand.add(change.id());
      deliveries.add(workers.submit(() -> deliverOrPostpone(change)));
    }
    return deliveries;
  }

  private static void await(Future<?> delivery) throws InterruptedException {
    try {
      delivery.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) throw new InterruptedException();
      throw new IllegalStateException("a delivery ended in " + e.getCause(), e);
    }
  }

  private @Nullable Void deliverOrPostpone(StatusChange change) throws InterruptedException {
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
      inHand.remove(change.id());
      hands.release();
    }
    return null;
  }

  private void deliver(StatusChange change) throws InterruptedException {
    Optional<StatusChangeEvent> read = reader.read(change);
    if (read.isEmpty()) {
      changes.forget(List.of(change.id()));
      return;
    }
    StatusChangeEvent event = read.get();
    ObjectNode json = event.toJson();
    Map<String, RuleTarget> asked = targetsOf(change, json);
    if (asked.isEmpty() && !isOurs(change, event)) {
      keep(change, event);
      return;
    }
    Map<String, Result> results = ask(event, json, asked, change.attempts() + 1);
    List<String> left =
        results.entrySet().stream()
            .filter(result -> result.getValue() != Result.DONE)
            .map(Map.Entry::getKey)
            .toList();
    if (left.isEmpty()) {
      changes.forget(List.of(change.id()));
    } else if (results.containsValue(Result.NOT_TAKEN)) {
      postpone(change, left);
    } else {
      Instant due = pacing.now().plus(pacing.backoff(1, BUSY_PAUSE, BUSY_PAUSE));
      changes.postpone(change.id(), left, change.attempts(), due.toEpochMilli());
    }
  }

  /// Asks all targets at once, each of which may take its time.
  private Map<String, Result> ask(
      StatusChangeEvent event, ObjectNode json, Map<String, RuleTarget> asked, int attempts)
      throws InterruptedException {
    Map<String, Future<Result>> answers = new LinkedHashMap<>();
    asked.forEach(
        (key, target) ->
            answers.put(key, workers.submit(() -> deliver(event, json, key, target, attempts))));
    Map<String, Result> results = new LinkedHashMap<>();
    for (Map.Entry<String, Future<Result>> answer : answers.entrySet()) {
      try {
        results.put(answer.getKey(), answer.getValue().get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InterruptedException) throw new InterruptedException();
        LOG.atError()
            .addKeyValue("executionArn", event.header().arn())
            .addKeyValue("target", answer.getKey())
            .setCause(e.getCause())
            .log("an event's target failed; it is tried again");
        results.put(answer.getKey(), Result.NOT_TAKEN);
      }
    }
    return results;
  }

  /// Whether this process's rules decide about a change: they asked for it, and nobody else's
  /// target waits for it. Commits note a little more than what rules match.
  private boolean isOurs(StatusChange change, StatusChangeEvent event) {
    return change.targetsLeft() == null
        && interest.statuses().contains(event.status())
        && (interest.stateMachineArns() == null
            || interest.stateMachineArns().contains(change.header().stateMachineArn()));
  }

  /// An earlier process noted it for rules that this one does not have: it stays for the next one
  /// that has them, as long as its execution is kept.
  private void keep(StatusChange change, StatusChangeEvent event) {
    int attempts = change.attempts() + 1;
    if (Integer.bitCount(attempts) == 1) {
      LOG.atWarn()
          .addKeyValue("executionArn", event.header().arn())
          .addKeyValue("status", event.status())
          .addKeyValue("targets", change.targetsLeft())
          .log(
              "a status change is kept that no rule here asks for: it was noted for a rule that"
                  + " this server was started without");
    }
    changes.postpone(
        change.id(),
        change.targetsLeft(),
        attempts,
        pacing.now().plus(UNCLAIMED_PAUSE).toEpochMilli());
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

  private Result deliver(
      StatusChangeEvent event, ObjectNode json, String key, RuleTarget target, int attempts)
      throws InterruptedException {
    Turns turns = Objects.requireNonNull(known.get(target));
    if (!turns.free().tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) return Result.BUSY;
    String payload = payload(json, target);
    try {
      turns.target().take(event, payload);
      return Result.DONE;
    } catch (NotTakenException e) {
      Duration age = Duration.between(Instant.ofEpochMilli(event.atMillis()), pacing.now());
      if (target.retryPolicy().allows(attempts, age)) {
        log(event, key, attempts, e);
        return Result.NOT_TAKEN;
      }
      return giveUp(event, payload, key, target, e) ? Result.DONE : Result.NOT_TAKEN;
    } finally {
      turns.free().release();
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
