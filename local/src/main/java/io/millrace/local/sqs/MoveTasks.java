package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Dead-letter queue redrive (Amazon SQS API reference, "StartMessageMoveTask"). A task moves what
/// is visible in the dead-letter queue until nothing is. Tasks are forgotten with the process; what
/// they have not moved stays where it is.
final class MoveTasks {
  /// As many ended tasks as ListMessageMoveTasks can show of one queue.
  private static final int REMEMBERED_MAX = 10;

  private static final int CHUNK = 100;

  private final Queues queues;
  private final Deque<Task> tasks = new ArrayDeque<>();

  MoveTasks(Queues queues) {
    this.queues = queues;
  }

  private static final class Task {
    final String handle = UUID.randomUUID().toString();
    final String sourceArn;
    final @Nullable String destinationArn;
    final @Nullable Integer perSecond;
    final long startedMillis;
    final long toMove;
    final AtomicLong moved = new AtomicLong();
    volatile String status = "RUNNING";
    volatile @Nullable String failure;

    Task(
        String sourceArn,
        @Nullable String destinationArn,
        @Nullable Integer perSecond,
        long startedMillis,
        long toMove) {
      this.sourceArn = sourceArn;
      this.destinationArn = destinationArn;
      this.perSecond = perSecond;
      this.startedMillis = startedMillis;
      this.toMove = toMove;
    }
  }

  ObjectNode start(JsonNode request) {
    var sourceArn = Json.required(request, "SourceArn");
    var destinationArn = Json.text(request, "DestinationArn").orElse(null);
    var perSecond = Json.number(request, "MaxNumberOfMessagesPerSecond", 1, 500).orElse(null);
    var task =
        queues.locked(
            () -> {
              var source = queue(sourceArn);
              if (destinationArn != null) {
                var _ = queue(destinationArn);
              }
              requireDeadLetterQueue(sourceArn);
              var now = queues.now();
              queues.settle(source, now);
              return new Task(
                  sourceArn,
                  destinationArn,
                  perSecond,
                  now.toEpochMilli(),
                  source.status(now).visible());
            });
    synchronized (tasks) {
      if (tasks.stream()
          .anyMatch(t -> t.sourceArn.equals(sourceArn) && t.status.equals("RUNNING"))) {
        throw SqsError.unsupported(
            "There is already a task running. Only one active task is allowed for a source queue"
                + " arn at a given time.");
      }
      tasks.addFirst(task);
      forget(sourceArn);
    }
    Thread.ofVirtual().name("message-move-task").start(() -> run(task));
    return Json.object().put("TaskHandle", task.handle);
  }

  ObjectNode list(JsonNode request) {
    var sourceArn = Json.required(request, "SourceArn");
    int max = Json.number(request, "MaxResults", 1, REMEMBERED_MAX).orElse(1);
    queues.locked(() -> queue(sourceArn));
    var answer = Json.object();
    var results = answer.putArray("Results");
    synchronized (tasks) {
      tasks.stream()
          .filter(task -> task.sourceArn.equals(sourceArn))
          .limit(max)
          .forEach(task -> results.add(describe(task)));
    }
    return answer;
  }

  ObjectNode cancel(JsonNode request) {
    var handle = Json.required(request, "TaskHandle");
    synchronized (tasks) {
      var task =
          tasks.stream()
              .filter(t -> t.handle.equals(handle))
              .findFirst()
              .orElseThrow(() -> SqsError.resourceNotFound("Task does not exist."));
      if (!task.status.equals("RUNNING")) {
        throw SqsError.unsupported("Only active tasks can be cancelled; this one has ended.");
      }
      task.status = "CANCELLED";
      return Json.object().put("ApproximateNumberOfMessagesMoved", task.moved.get());
    }
  }

  private static ObjectNode describe(Task task) {
    var result =
        Json.object()
            .put("Status", task.status)
            .put("SourceArn", task.sourceArn)
            .put("ApproximateNumberOfMessagesMoved", task.moved.get())
            .put("ApproximateNumberOfMessagesToMove", task.toMove)
            .put("StartedTimestamp", task.startedMillis);
    if (task.status.equals("RUNNING")) {
      result.put("TaskHandle", task.handle);
    }
    Optional.ofNullable(task.destinationArn).ifPresent(arn -> result.put("DestinationArn", arn));
    Optional.ofNullable(task.perSecond)
        .ifPresent(rate -> result.put("MaxNumberOfMessagesPerSecond", rate));
    Optional.ofNullable(task.failure).ifPresent(why -> result.put("FailureReason", why));
    return result;
  }

  private void run(Task task) {
    try {
      while (task.status.equals("RUNNING") && moveChunk(task)) {
        // Until nothing is visible any more.
      }
      end(task, "COMPLETED");
    } catch (IOException | RuntimeException e) {
      task.failure = String.valueOf(e.getMessage());
      end(task, "FAILED");
    }
  }

  private void end(Task task, String status) {
    synchronized (tasks) {
      if (task.status.equals("RUNNING")) {
        task.status = status;
      }
    }
  }

  private boolean moveChunk(Task task) throws IOException {
    var chunk =
        queues.locked(
            () -> {
              var source = queue(task.sourceArn);
              queues.settle(source, queues.now());
              return source.visible(CHUNK);
            });
    for (var message : chunk) {
      if (!task.status.equals("RUNNING")) {
        return false;
      }
      if (queues.resend(
          queues.locked(() -> queue(task.sourceArn)), message, destination(task, message))) {
        task.moved.incrementAndGet();
      }
      if (task.perSecond != null) {
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / task.perSecond);
      }
    }
    return !chunk.isEmpty();
  }

  private Queue destination(Task task, Message message) {
    return queues.locked(
        () -> {
          var arn = task.destinationArn == null ? message.deadLetterSource : task.destinationArn;
          if (arn == null) {
            throw new IllegalStateException(
                "Message "
                    + message.id
                    + " was sent to the dead-letter queue itself; name a DestinationArn.");
          }
          return queue(arn);
        });
  }

  private Queue queue(String arn) {
    return queues
        .byArn(arn)
        .orElseThrow(
            () ->
                SqsError.resourceNotFound(
                    "The resource that you specified for the SourceArn or DestinationArn parameter"
                        + " doesn't exist: "
                        + arn));
  }

  private void requireDeadLetterQueue(String arn) {
    boolean isTarget =
        queues.byName().values().stream()
            .flatMap(queue -> queue.attributes.redrive().stream())
            .anyMatch(redrive -> redrive.deadLetterTargetArn().equals(arn));
    if (!isTarget) {
      throw SqsError.invalidParameter("Source queue must be configured as a Dead Letter Queue.");
    }
  }

  private void forget(String sourceArn) {
    List<Task> ended =
        tasks.stream()
            .filter(task -> task.sourceArn.equals(sourceArn))
            .sorted(Comparator.comparingLong((Task task) -> task.startedMillis).reversed())
            .skip(REMEMBERED_MAX)
            .toList();
    tasks.removeAll(ended);
  }
}
