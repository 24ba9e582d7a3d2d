package io.millrace.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// One message on its way to one subscriber.
///
/// @param number in the order of acceptance
/// @param type Notification or SubscriptionConfirmation
/// @param payload what is sent: the envelope, the event, or the raw message
/// @param attributes sent beside a raw message to a queue
/// @param failures how often it failed
/// @param isDead whether it is on its way to the subscription's dead-letter queue
record Delivery(
    long number,
    String subscriptionArn,
    String type,
    String messageId,
    String payload,
    Map<String, Publication.Attribute> attributes,
    int failures,
    boolean isDead) {

  String key() {
    return key(number);
  }

  static String key(long number) {
    return "d" + number;
  }

  static boolean isKey(String key) {
    return key.startsWith("d");
  }

  Delivery failed() {
    return new Delivery(
        number, subscriptionArn, type, messageId, payload, attributes, failures + 1, isDead);
  }

  Delivery dead() {
    return new Delivery(
        number, subscriptionArn, type, messageId, payload, attributes, failures, true);
  }

  ObjectNode state() {
    var state =
        Json.object()
            .put("subscription", subscriptionArn)
            .put("type", type)
            .put("message", messageId)
            .put("payload", payload)
            .put("failures", failures)
            .put("dead", isDead);
    var stored = state.putObject("attributes");
    attributes.forEach(
        (name, attribute) ->
            stored.putObject(name).put("type", attribute.type()).put("value", attribute.value()));
    return state;
  }

  static Delivery of(String key, JsonNode state) {
    var attributes = new LinkedHashMap<String, Publication.Attribute>();
    for (var field : state.path("attributes").properties()) {
      attributes.put(
          field.getKey(),
          new Publication.Attribute(
              field.getValue().path("type").asText(), field.getValue().path("value").asText()));
    }
    return new Delivery(
        Long.parseLong(key.substring(1)),
        state.path("subscription").asText(),
        state.path("type").asText(),
        state.path("message").asText(),
        state.path("payload").asText(),
        attributes,
        state.path("failures").asInt(),
        state.path("dead").asBoolean());
  }
}
