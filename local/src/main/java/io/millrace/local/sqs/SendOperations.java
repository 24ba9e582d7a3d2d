package io.millrace.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;

/// SendMessage and SendMessageBatch (Amazon SQS API reference).
final class SendOperations {
  private final Queues queues;
  private final QueueUrls urls;

  /// A message that may be sent, with the checksums for its sender.
  private record Checked(Queues.Draft draft, ObjectNode answer, long bytes) {}

  SendOperations(Queues queues, QueueUrls urls) {
    this.queues = queues;
    this.urls = urls;
  }

  ObjectNode send(JsonNode request) {
    var queue = queue(request);
    var checked = check(queue, request);
    var ids = queues.send(queue, List.of(checked.draft()));
    return checked.answer().put("MessageId", ids.getFirst());
  }

  ObjectNode sendBatch(JsonNode request) {
    var queue = queue(request);
    var batch = new Batch(request);
    var checked = new LinkedHashMap<String, Checked>();
    batch.each(entry -> checked.put(entry.getKey(), check(queue, entry.getValue())));
    long bytes = checked.values().stream().mapToLong(Checked::bytes).sum();
    if (bytes > QueueAttributes.MESSAGE_BYTES_MAX) {
      throw SqsError.batchRequestTooLong(bytes, QueueAttributes.MESSAGE_BYTES_MAX);
    }
    if (!checked.isEmpty()) {
      var ids = queues.send(queue, checked.values().stream().map(Checked::draft).toList());
      var next = ids.iterator();
      checked.forEach(
          (id, message) -> batch.succeeded(id, message.answer().put("MessageId", next.next())));
    }
    return batch.answer();
  }

  private Queue queue(JsonNode request) {
    var name = urls.name(request);
    return queues.locked(() -> queues.require(name));
  }

  private static Checked check(Queue queue, JsonNode entry) {
    var body = Json.required(entry, "MessageBody");
    if (!body.codePoints().allMatch(SendOperations::isAllowed)) {
      throw SqsError.invalidMessageContents();
    }
    var attributes = MessageAttributes.of(entry, "MessageAttributes");
    var system = MessageAttributes.of(entry, "MessageSystemAttributes");
    for (var name : system.json().keySet()) {
      if (!name.equals("AWSTraceHeader")) {
        throw SqsError.invalidParameter(
            "Message system attribute name '" + name + "' is invalid: only AWSTraceHeader is not.");
      }
    }
    if (Json.text(entry, "MessageDeduplicationId").isPresent()) {
      throw SqsError.invalidParameter(
          "Value for parameter MessageDeduplicationId is invalid. Reason: The request include"
              + " parameter that is not valid for this queue type.");
    }
    var utf8 = body.getBytes(StandardCharsets.UTF_8);
    long bytes = (long) utf8.length + attributes.bytes();
    int bytesMax = queue.attributes.maximumMessageBytes();
    if (bytes > bytesMax) {
      throw SqsError.invalidParameter(
          "One or more parameters are invalid. Reason: Message must be shorter than "
              + bytesMax
              + " bytes.");
    }
    var content = Json.object().put("body", body);
    var answer = Json.object().put("MD5OfMessageBody", MessageAttributes.md5(utf8));
    if (!attributes.json().isEmpty()) {
      content.putObject("attributes").setAll(attributes.json());
      answer.put("MD5OfMessageAttributes", MessageAttributes.md5(attributes.json()));
    }
    if (!system.json().isEmpty()) {
      content.putObject("system").setAll(system.json());
      answer.put("MD5OfMessageSystemAttributes", MessageAttributes.md5(system.json()));
    }
    // Fair queues: kept and given back; order among groups is as sent.
    Json.text(entry, "MessageGroupId").ifPresent(group -> content.put("group", group));
    int delay = Json.number(entry, "DelaySeconds", 0, 900).orElse(queue.attributes.delaySeconds());
    return new Checked(new Queues.Draft(content, delay), answer, bytes);
  }

  /// What XML 1.0 allows.
  private static boolean isAllowed(int c) {
    return c == 0x9
        || c == 0xA
        || c == 0xD
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
