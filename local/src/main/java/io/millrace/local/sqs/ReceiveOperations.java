package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// ReceiveMessage, DeleteMessage and ChangeMessageVisibility with their batches (Amazon SQS API
/// reference).
final class ReceiveOperations {
  private static final int VISIBILITY_SECONDS_MAX = 43_200;

  private final Queues queues;
  private final QueueUrls urls;

  /// What of a message's memory goes into an answer, taken under the lock.
  private record Received(Message message, ReceiptHandle handle, ObjectNode system) {}

  ReceiveOperations(Queues queues, QueueUrls urls) {
    this.queues = queues;
    this.urls = urls;
  }

  ObjectNode receive(JsonNode request) {
    var name = urls.name(request);
    int count = Json.number(request, "MaxNumberOfMessages", 1, 10).orElse(1);
    var visibility = Json.number(request, "VisibilityTimeout", 0, VISIBILITY_SECONDS_MAX);
    var wait = Json.number(request, "WaitTimeSeconds", 0, 20);
    var systemNames = new ArrayList<>(Json.texts(request, "AttributeNames"));
    systemNames.addAll(Json.texts(request, "MessageSystemAttributeNames"));
    var attributeNames = Json.texts(request, "MessageAttributeNames");

    var received =
        queues.locked(
            () -> {
              var queue = queues.require(name);
              int seconds = visibility.orElse(queue.attributes.visibilityTimeoutSeconds());
              var until = queues.now().plusSeconds(wait.orElse(queue.attributes.waitTimeSeconds()));
              return poll(queue, count, seconds, until);
            });
    var answer = Json.object();
    var messages = new ArrayList<ObjectNode>();
    for (var one : received) {
      describe(one, systemNames, attributeNames).ifPresent(messages::add);
    }
    if (!messages.isEmpty()) {
      answer.putArray("Messages").addAll(messages);
    }
    return answer;
  }

  /// Long polling: waits for the first message; call under the lock, which it gives up meanwhile.
  private List<Received> poll(Queue queue, int count, int visibilitySeconds, Instant until) {
    while (true) {
      var messages = queues.receive(queue, count, visibilitySeconds);
      var left = Duration.between(queues.now(), until);
      if (!messages.isEmpty() || left.isNegative() || left.isZero()) {
        return messages.stream().map(message -> received(queue, message)).toList();
      }
      try {
        var due = queue.nextDue();
        var toDue = due == null ? left : Duration.between(queues.now(), due);
        long nanos = Math.max(1_000_000, Math.min(left.toNanos(), toDue.toNanos()));
        var _ = queue.arrived.awaitNanos(nanos);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return List.of();
      }
      if (queue.isDeleted) {
        throw SqsError.queueDoesNotExist();
      }
    }
  }

  private Received received(Queue queue, Message message) {
    var system =
        Json.object()
            .put("SenderId", queues.settings.account())
            .put("SentTimestamp", Long.toString(message.sentMillis))
            .put("ApproximateReceiveCount", Integer.toString(message.receives))
            .put("ApproximateFirstReceiveTimestamp", Long.toString(message.firstReceivedMillis));
    if (message.deadLetterSource != null) {
      system.put("DeadLetterQueueSourceArn", message.deadLetterSource);
    }
    return new Received(
        message, new ReceiptHandle(queue.number, message.number, message.receives), system);
  }

  private Optional<ObjectNode> describe(
      Received received, List<String> systemNames, List<String> attributeNames) {
    try {
      return queues
          .content(received.message())
          .map(content -> describe(received, content, systemNames, attributeNames));
    } catch (IOException e) {
      throw new UncheckedIOException("A message could not be read from the disk: " + e, e);
    }
  }

  private static ObjectNode describe(
      Received received, JsonNode content, List<String> systemNames, List<String> attributeNames) {
    var body = content.path("body").asText();
    var message =
        Json.object()
            .put("MessageId", received.message().id)
            .put("ReceiptHandle", received.handle().toString())
            .put("MD5OfBody", MessageAttributes.md5(body.getBytes(StandardCharsets.UTF_8)))
            .put("Body", body);
    var system = received.system();
    if (content.has("group")) {
      system.set("MessageGroupId", content.path("group"));
    }
    if (content.path("system").has("AWSTraceHeader")) {
      system.set(
          "AWSTraceHeader", content.path("system").path("AWSTraceHeader").path("StringValue"));
    }
    if (!systemNames.contains("All")) {
      system.retain(systemNames);
    }
    if (!system.isEmpty()) {
      message.set("Attributes", system);
    }
    var attributes = MessageAttributes.chosen(content.path("attributes"), attributeNames);
    if (!attributes.isEmpty()) {
      message.put("MD5OfMessageAttributes", MessageAttributes.md5(attributes));
      message.putObject("MessageAttributes").setAll(attributes);
    }
    return message;
  }

  ObjectNode delete(JsonNode request) {
    Stored.await(delete(urls.name(request), request));
    return Json.object();
  }

  ObjectNode deleteBatch(JsonNode request) {
    var name = existing(request);
    var batch = new Batch(request);
    var stored = new ArrayList<CompletableFuture<Void>>();
    batch.each(
        entry -> {
          stored.add(delete(name, entry.getValue()));
          batch.succeeded(entry.getKey(), Json.object());
        });
    stored.forEach(Stored::await);
    return batch.answer();
  }

  /// Deleting what is gone already succeeds, and so does an earlier receive's handle: the work is
  /// done.
  private CompletableFuture<Void> delete(String name, JsonNode entry) {
    var text = Json.required(entry, "ReceiptHandle");
    var handle = ReceiptHandle.of(text);
    return queues.locked(
        () -> {
          var queue = require(name, handle, text);
          var message = queue.find(handle.message());
          return message == null
              ? CompletableFuture.<Void>completedFuture(null)
              : queues.delete(queue, message);
        });
  }

  ObjectNode changeVisibility(JsonNode request) {
    Stored.await(changeVisibility(urls.name(request), request));
    return Json.object();
  }

  ObjectNode changeVisibilityBatch(JsonNode request) {
    var name = existing(request);
    var batch = new Batch(request);
    var stored = new ArrayList<CompletableFuture<Void>>();
    batch.each(
        entry -> {
          stored.add(changeVisibility(name, entry.getValue()));
          batch.succeeded(entry.getKey(), Json.object());
        });
    stored.forEach(Stored::await);
    return batch.answer();
  }

  private CompletableFuture<Void> changeVisibility(String name, JsonNode entry) {
    var text = Json.required(entry, "ReceiptHandle");
    var handle = ReceiptHandle.of(text);
    int seconds =
        Json.number(entry, "VisibilityTimeout", 0, VISIBILITY_SECONDS_MAX)
            .orElseThrow(() -> SqsError.missing("VisibilityTimeout"));
    return queues.locked(
        () -> {
          var queue = require(name, handle, text);
          var now = queues.now();
          queues.settle(queue, now);
          var message = queue.find(handle.message());
          if (message == null) {
            throw SqsError.outOfRange(
                "ReceiptHandle",
                text,
                "Message does not exist or is not available for visibility timeout change.");
          }
          if (message.receives != handle.receives() || !queue.isInFlight(message, now)) {
            throw SqsError.messageNotInflight();
          }
          return queues.reschedule(queue, message, seconds);
        });
  }

  private String existing(JsonNode request) {
    var name = urls.name(request);
    return queues.locked(() -> queues.require(name).name);
  }

  private Queue require(String name, ReceiptHandle handle, String text) {
    var queue = queues.require(name);
    if (handle.queue() != queue.number) {
      throw SqsError.receiptHandleIsInvalid(text);
    }
    return queue;
  }
}
