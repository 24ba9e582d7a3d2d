package io.millrace.triggers.event.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.triggers.Json;
import io.millrace.triggers.event.EventTarget;
import io.millrace.triggers.event.StatusChangeEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// A queue that gets the messages a pipe started the execution with, body and attributes unchanged:
/// a pipe's FIRE_AND_FORGET deletes a message once its execution has started, so an execution that
/// fails later would lose it. Put back into the pipe's queue, such a message starts anew.
///
/// Why it failed stands in further attributes, as far as SQS allows ten of them. An execution that
/// no pipe started gives its whole input as one message.
///
/// @param arn of the queue
public record OriginalMessageTarget(Queues queues, String arn) implements EventTarget {
  /// SQS quotas: attributes of one message.
  private static final int ATTRIBUTES_MAX = 10;

  private static final int CAUSE_CHARACTERS_MAX = 1_024;

  private record Original(String body, Map<String, MessageAttributeValue> attributes) {}

  @Override
  public void take(StatusChangeEvent event, String payload) throws NotTakenException {
    for (Original original : originals(event.input().text())) {
      queues.send(
          arn,
          original.body(),
          withReason(original.attributes(), event),
          m -> {
            if (arn.endsWith(".fifo")) {
              m.messageGroupId(event.header().name());
              m.messageDeduplicationId(Deduplication.id(event));
            }
          });
    }
  }

  private static List<Original> originals(String input) {
    JsonNode records = Json.parseContainer(input);
    List<Original> originals = new ArrayList<>();
    if (records != null && records.isArray()) {
      for (JsonNode record : records) {
        JsonNode body = record.get("body");
        if (body == null || !body.isTextual() || !record.has("messageId")) {
          return List.of(new Original(input, Map.of()));
        }
        originals.add(new Original(body.textValue(), attributes(record.path("messageAttributes"))));
      }
    }
    return originals.isEmpty() ? List.of(new Original(input, Map.of())) : originals;
  }

  private static Map<String, MessageAttributeValue> attributes(JsonNode record) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    record
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              MessageAttributeValue.Builder attribute =
                  MessageAttributeValue.builder().dataType(value.path("dataType").asText("String"));
              if (value.has("binaryValue")) {
                byte[] bytes = Base64.getDecoder().decode(value.get("binaryValue").asText());
                attribute.binaryValue(SdkBytes.fromByteArray(bytes));
              } else {
                attribute.stringValue(value.path("stringValue").asText());
              }
              attributes.put(entry.getKey(), attribute.build());
            });
    return attributes;
  }

  private static Map<String, MessageAttributeValue> withReason(
      Map<String, MessageAttributeValue> original, StatusChangeEvent event) {
    Map<String, MessageAttributeValue> all = new LinkedHashMap<>(original);
    add(all, "executionArn", event.header().arn());
    add(all, "deduplicationId", event.deduplicationId());
    add(all, "executionStatus", event.status().name());
    add(all, "error", event.error());
    add(all, "cause", event.cause());
    return all;
  }

  /// Unless the message would have too many. What an earlier failure left is replaced.
  private static void add(
      Map<String, MessageAttributeValue> all, String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      all.remove(name);
    } else if (all.containsKey(name) || all.size() < ATTRIBUTES_MAX) {
      String bounded = value.substring(0, Math.min(value.length(), CAUSE_CHARACTERS_MAX));
      all.put(
          name, Queues.text(bounded.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?")));
    }
  }
}
