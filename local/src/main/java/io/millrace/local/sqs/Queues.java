package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.log.Change;
import io.millrace.local.log.KeyedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All queues and their messages, in memory and in the log.
///
/// What is promised to a caller is on the disk first: a message before SendMessage answers, its
/// deletion before DeleteMessage does, and queues with their attributes. Receives and moves to a
/// dead-letter queue are written in the same order without anyone waiting: a crash may forget the
/// last milliseconds of them, and then a message is delivered once more, which SQS may always do. A
/// message and where it stands are separate values, so that a move rewrites no body and a crash
/// finds it in one queue, never in none.
///
/// Thread-safe.
final class Queues implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Queues.class);

  /// How many keys one record deletes, so that purging a million messages needs little memory.
  private static final int DELETIONS_PER_RECORD = 10_000;

  /// Up to which number this process may count; more than a machine sends in two years.
  private static final long NUMBERS_RESERVED = 100_000_000_000L;

  private static final String NUMBERS_KEY = "numbers";

  final SqsSettings settings;
  private final KeyedLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Queue> byName = new TreeMap<>();
  private final Map<Long, Queue> byNumber = new HashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /// A message to be sent.
  ///
  /// @param content body and attributes as they are stored
  record Draft(JsonNode content, int delaySeconds) {}

  Queues(KeyedLog log, SqsSettings settings) throws IOException {
    this.log = log;
    this.settings = settings;
    lock.lock();
    try {
      recover();
    } finally {
      lock.unlock();
    }
  }

  Instant now() {
    return settings.clock().instant();
  }

  /// Runs under the lock.
  <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// Call under the lock.
  Map<String, Queue> byName() {
    return byName;
  }

  /// The queue of that name; call under the lock.
  ///
  /// @throws SqsError when there is none
  Queue require(String name) {
    var queue = byName.get(name);
    if (queue == null) {
      throw SqsError.queueDoesNotExist();
    }
    return queue;
  }

  Optional<Queue> byArn(String arn) {
    var prefix = settings.arn("");
    return arn.startsWith(prefix)
        ? Optional.ofNullable(byName.get(arn.substring(prefix.length())))
        : Optional.empty();
  }

  /// Makes a queue; call under the lock and wait for the future outside.
  CompletableFuture<Void> create(
      String name, QueueAttributes attributes, Map<String, String> tags) {
    var queue =
        new Queue(
            numbers.incrementAndGet(), name, now().toEpochMilli(), attributes, lock.newCondition());
    queue.tags = tags;
    byName.put(name, queue);
    byNumber.put(queue.number, queue);
    return log.append(List.of(put(queue)))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                locked(() -> byName.remove(name, queue) && byNumber.remove(queue.number, queue));
              }
            });
  }

  /// Writes a queue's attributes and tags; call under the lock and wait for the future outside.
  CompletableFuture<Void> save(Queue queue) {
    queue.modifiedMillis = now().toEpochMilli();
    return log.append(List.of(put(queue)));
  }

  /// Call under the lock and wait for the future outside.
  CompletableFuture<Void> delete(Queue queue) {
    queue.isDeleted = true;
    byName.remove(queue.name);
    byNumber.remove(queue.number);
    queue.arrived.signalAll();
    // The queue first: messages whose queue is gone are cleared at the next start.
    var gone = log.append(List.of(new Change.Delete(queue.key())));
    return CompletableFuture.allOf(gone, drop(queue, queue.messages()));
  }

  /// Removes messages; call under the lock and wait for the future outside.
  CompletableFuture<Void> drop(Queue queue, List<Message> messages) {
    var futures = new ArrayList<CompletableFuture<Void>>();
    for (int from = 0; from < messages.size(); from += DELETIONS_PER_RECORD / 2) {
      var deletions = new ArrayList<Change>();
      for (var message :
          messages.subList(from, Math.min(messages.size(), from + DELETIONS_PER_RECORD / 2))) {
        message.isGone = true;
        queue.remove(message);
        deletions.addAll(deletions(message));
      }
      futures.add(log.append(deletions));
    }
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
  }

  /// Sends messages, all or none; call without the lock. After return they survive a crash.
  List<String> send(Queue queue, List<Draft> drafts) {
    var now = now();
    var messages = new ArrayList<Message>();
    var changes = new ArrayList<Change>();
    for (var draft : drafts) {
      var message = draft(queue, now, draft.delaySeconds());
      messages.add(message);
      changes.add(new Change.Put(message.contentKey(), Json.bytes(draft.content())));
      changes.add(put(message));
    }
    log.store(changes);
    locked(() -> arrive(queue, messages));
    return messages.stream().map(message -> message.id).toList();
  }

  /// The next messages of a queue, now in flight; call under the lock.
  List<Message> receive(Queue queue, int countMax, int visibilitySeconds) {
    var now = now();
    settle(queue, now);
    var received = new ArrayList<Message>();
    while (received.size() < countMax) {
      var message = queue.first();
      if (message == null || received.contains(message)) {
        break;
      }
      if (isDeadLetter(queue, message)) {
        bury(queue, message, now);
        continue;
      }
      if (queue.inFlight() >= Queue.IN_FLIGHT_MAX) {
        if (received.isEmpty()) {
          throw SqsError.overLimit(
              "The queue has " + Queue.IN_FLIGHT_MAX + " messages in flight. Delete some first.");
        }
        break;
      }
      message.receives++;
      if (message.firstReceivedMillis == 0) {
        message.firstReceivedMillis = now.toEpochMilli();
      }
      // At least a millisecond, so that one answer does not hold a message twice.
      message.visibleMillis = now.toEpochMilli() + Math.max(1, visibilitySeconds * 1000L);
      queue.put(message, now);
      saveSoon(message);
      received.add(message);
    }
    return received;
  }

  /// Body and attributes of a message; empty when it has been deleted meanwhile.
  Optional<JsonNode> content(Message message) throws IOException {
    var bytes = log.read(message.contentKey());
    return bytes.isEmpty() ? Optional.empty() : Optional.of(Json.MAPPER.readTree(bytes.get()));
  }

  /// When a message can be received again; call under the lock and wait for the future outside.
  CompletableFuture<Void> reschedule(Queue queue, Message message, int seconds) {
    var now = now();
    message.visibleMillis = now.toEpochMilli() + seconds * 1000L;
    queue.put(message, now);
    return log.append(List.of(put(message)));
  }

  /// Deletes one message; call under the lock and wait for the future outside. When the disk
  /// refuses the message is back.
  CompletableFuture<Void> delete(Queue queue, Message message) {
    queue.remove(message);
    message.isGone = true;
    return log.append(deletions(message))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                locked(
                    () -> {
                      message.isGone = false;
                      queue.put(message, now());
                      return message;
                    });
              }
            });
  }

  /// Moves a message as if it were sent anew: another id and time, in one step (Amazon SQS
  /// developer guide, "Configure a dead-letter queue redrive"). Call without the lock.
  boolean resend(Queue from, Message message, Queue to) throws IOException {
    var content = content(message);
    if (content.isEmpty() || !locked(() -> take(from, message))) {
      return false;
    }
    var copy = draft(to, now(), 0);
    var changes = new ArrayList<Change>(deletions(message));
    changes.add(new Change.Put(copy.contentKey(), Json.bytes(content.get())));
    changes.add(put(copy));
    try {
      log.store(changes);
    } catch (RuntimeException e) {
      locked(() -> arrive(from, List.of(message)));
      throw e;
    }
    locked(() -> arrive(to, List.of(copy)));
    return true;
  }

  /// Lets time pass: messages become visible, too old ones go, dead letters move. Call under the
  /// lock.
  void settle(Queue queue, Instant now) {
    for (var message : queue.settle(now)) {
      if (isDeadLetter(queue, message)) {
        bury(queue, message, now);
      }
    }
    var expired = queue.expired(now);
    if (!expired.isEmpty()) {
      var _ = drop(queue, expired);
    }
  }

  void settleAll() {
    locked(
        () -> {
          var now = now();
          List.copyOf(byName.values()).forEach(queue -> settle(queue, now));
          return now;
        });
  }

  @Override
  public void close() {
    log.close();
  }

  private Message draft(Queue queue, Instant now, int delaySeconds) {
    var message =
        new Message(
            numbers.incrementAndGet(),
            UUID.randomUUID().toString(),
            now.toEpochMilli(),
            queue.number);
    message.visibleMillis = now.toEpochMilli() + delaySeconds * 1000L;
    return message;
  }

  private boolean arrive(Queue queue, List<Message> messages) {
    if (queue.isDeleted) {
      var _ = drop(queue, messages);
      return false;
    }
    var now = now();
    messages.forEach(message -> queue.put(message, now));
    return true;
  }

  private static boolean take(Queue queue, Message message) {
    if (queue.find(message.number) == null) {
      return false;
    }
    queue.remove(message);
    return true;
  }

  private boolean isDeadLetter(Queue queue, Message message) {
    var redrive = queue.attributes.redrive();
    return redrive.isPresent()
        && message.receivesHere() >= redrive.get().maxReceiveCount()
        && byArn(redrive.get().deadLetterTargetArn()).filter(target -> target != queue).isPresent();
  }

  /// Moves a message to the dead-letter queue.
  private void bury(Queue queue, Message message, Instant now) {
    var target =
        byArn(queue.attributes.redrive().orElseThrow().deadLetterTargetArn()).orElseThrow();
    queue.remove(message);
    message.queue = target.number;
    message.receivesBefore = message.receives;
    message.arrivedMillis = now.toEpochMilli();
    message.visibleMillis = now.toEpochMilli();
    message.deadLetterSource = settings.arn(queue.name);
    target.put(message, now);
    saveSoon(message);
    LOG.atInfo()
        .addKeyValue("queue", queue.name)
        .addKeyValue("messageId", message.id)
        .addKeyValue("deadLetterQueue", target.name)
        .log("A message was received too often and is a dead letter now");
  }

  private void saveSoon(Message message) {
    var _ =
        log.append(List.of(put(message)))
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("messageId", message.id)
                        .log("A receive was not stored; after a restart it counts as not made");
                  }
                });
  }

  private static Change put(Queue queue) {
    return new Change.Put(queue.key(), Json.bytes(queue.state()));
  }

  private static Change put(Message message) {
    return new Change.Put(message.stateKey(), Json.bytes(message.state()));
  }

  private static List<Change> deletions(Message message) {
    return List.of(new Change.Delete(message.contentKey()), new Change.Delete(message.stateKey()));
  }

  private void recover() throws IOException {
    // Numbers never come twice, also not those of deleted messages: receipt handles name them. The
    // clock alone does not see to that, it may have been set back.
    numbers.set(now().toEpochMilli() * 1000);
    var reserved = log.read(NUMBERS_KEY);
    if (reserved.isPresent()) {
      numbers.accumulateAndGet(Json.MAPPER.readTree(reserved.get()).asLong(), Math::max);
    }
    var messages = new ArrayList<Message>();
    for (var key : log.keys()) {
      if (Queue.isKey(key)) {
        var queue = Queue.of(key, json(key), lock.newCondition());
        byName.put(queue.name, queue);
        byNumber.put(queue.number, queue);
        numbers.accumulateAndGet(queue.number, Math::max);
      } else if (Message.isStateKey(key)) {
        messages.add(Message.of(key, json(key)));
      }
    }
    var now = now();
    var deadLetterQueues = deadLetterQueues();
    var changes = new ArrayList<Change>();
    for (var message : messages) {
      numbers.accumulateAndGet(message.number, Math::max);
      @Nullable Queue queue = byNumber.get(message.queue);
      if (queue == null) {
        changes.addAll(deletions(message));
        continue;
      }
      if (queue.isInFlight(message, now)
          && settings.releasedAtStart().test(queue.name)
          && !deadLetterQueues.contains(queue)) {
        message.release(now);
      }
      queue.put(message, now);
    }
    changes.add(new Change.Put(NUMBERS_KEY, reservation()));
    log.store(changes);
  }

  private byte[] reservation() {
    return Long.toString(numbers.get() + NUMBERS_RESERVED).getBytes(StandardCharsets.US_ASCII);
  }

  /// The queues to which others give up messages.
  private Set<Queue> deadLetterQueues() {
    return byName.values().stream()
        .flatMap(queue -> queue.attributes.redrive().stream())
        .flatMap(redrive -> byArn(redrive.deadLetterTargetArn()).stream())
        .collect(Collectors.toSet());
  }

  private JsonNode json(String key) throws IOException {
    return Json.MAPPER.readTree(log.read(key).orElseThrow());
  }
}
