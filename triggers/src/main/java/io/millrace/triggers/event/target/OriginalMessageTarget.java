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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// A queue that gets the messages a pipe started the execution with, body and attributes unchanged:
/// a pipe's FIRE_AND_FORGET deletes a message once its execution has started, so an execution that
/// fails later would lose it. Put back into the pipe's queue, such a message starts anew.
///
/// Why it failed stands in further attributes, as far as SQS allows ten of them; their names begin
/// with [#PREFIX], so that none of the publisher's is touched.
///
/// Pipes start executions with lists. A list without records, which a template made, goes as one
/// message; whatever else started an execution had no message, and gets none.
///
/// @param arn of the queue
public record OriginalMessageTarget(Queues queues, String arn) implements EventTarget {
  private static final Logger LOG = LoggerFactory.getLogger(OriginalMessageTarget.class);

  /// Begins the names of the attributes that say why.
  public static final String PREFIX = "millrace.";

  /// The id of the message that the execution was started with.
  public static final String MESSAGE_ID = PREFIX + "messageId";

  /// SQS quotas: attributes of one message.
  private static final int ATTRIBUTES_MAX = 10;

  private static final int CAUSE_CHARACTERS_MAX = 1_024;

  /// @param id of the message, or null when the input does not say
  private record Original(
      @Nullable String id, String body, Map<String, MessageAttributeValue> attributes) {}

  @Override
  public void take(StatusChangeEvent event, String payload) throws NotTakenException {
    List<Original> originals = originals(event.input().text());
    if (originals.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("executionArn", event.header().arn())
          .addKeyValue("status", event.status())
          .log("an execution ended that no pipe started: there is no message to put back");
    }
    for (Original original : originals) {
      queues.send(
          arn,
          original.body(),
          withReason(original, event),
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
    if (records == null || !records.isArray()) return List.of();
    List<Original> originals = new ArrayList<>();
    for (JsonNode record : records) {
      JsonNode body = record.get("body");
      if (body == null || !body.isTextual() || !record.has("messageId")) {
        return List.of(new Original(null, input, Map.of()));
      }
      originals.add(
          new Original(
              record.get("messageId").asText(),
              body.textValue(),
              attributes(record.path("messageAttributes"))));
    }
    return originals;
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
      Original original, StatusChangeEvent event) {
    Map<String, MessageAttributeValue> all = new LinkedHashMap<>(original.attributes());
    add(all, MESSAGE_ID, original.id());
    add(all, PREFIX + "executionArn", event.header().arn());
    add(all, PREFIX + "deduplicationId", event.deduplicationId());
    add(all, PREFIX + "executionStatus", event.status().name());
    add(all, PREFIX + "error", event.error());
    add(all, PREFIX + "cause", event.cause());
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
