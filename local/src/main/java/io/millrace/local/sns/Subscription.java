package io.millrace.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A subscription, immutable.
///
/// @param protocol sqs, http, https or lambda
/// @param endpoint an ARN or a URL
/// @param attributes those that were set
/// @param token what confirms it; empty once it is confirmed
/// @param createdMillis from when on the token counts
record Subscription(
    String arn,
    String topicArn,
    String protocol,
    String endpoint,
    Map<String, String> attributes,
    String token,
    long createdMillis) {

  Subscription {
    attributes = Map.copyOf(attributes);
  }

  boolean isConfirmed() {
    return token.isEmpty();
  }

  boolean isRaw() {
    return Boolean.parseBoolean(attributes.get("RawMessageDelivery"));
  }

  boolean filtersBody() {
    return "MessageBody".equals(attributes.get("FilterPolicyScope"));
  }

  Optional<FilterPolicy> filter() {
    return Optional.ofNullable(attributes.get("FilterPolicy"))
        .map(policy -> FilterPolicy.of(policy, filtersBody()));
  }

  /// The queue for what cannot be delivered.
  Optional<String> deadLetterTargetArn() {
    return Optional.ofNullable(attributes.get("RedrivePolicy")).map(Subscription::target);
  }

  String key() {
    return "u" + arn;
  }

  Subscription confirmed() {
    return new Subscription(arn, topicArn, protocol, endpoint, attributes, "", createdMillis);
  }

  /// With an attribute set anew; an empty value removes it.
  ///
  /// @throws SnsError when the name is unknown or the value wrong
  Subscription with(String name, String value) {
    var changed = new TreeMap<>(attributes);
    if (value.isEmpty() || value.equals("{}")) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    var with = new Subscription(arn, topicArn, protocol, endpoint, changed, token, createdMillis);
    with.check(name, value);
    return with;
  }

  private void check(String name, String value) {
    switch (name) {
      case "RawMessageDelivery" -> {
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
          throw SnsError.invalid("Attributes Reason: RawMessageDelivery: Invalid value " + value);
        }
        if (isRaw() && protocol.equals("lambda")) {
          throw SnsError.invalid(
              "Attributes Reason: Delivery protocol [lambda] does not support raw message"
                  + " delivery.");
        }
      }
      case "FilterPolicy", "FilterPolicyScope" -> {
        var scope = attributes.getOrDefault("FilterPolicyScope", "MessageAttributes");
        if (!scope.equals("MessageAttributes") && !scope.equals("MessageBody")) {
          throw SnsError.invalid(
              "FilterPolicyScope: Invalid value ["
                  + scope
                  + "]. Please use either MessageBody or"
                  + " MessageAttributes");
        }
        var _ = filter();
      }
      case "RedrivePolicy" -> {
        var _ = deadLetterTargetArn();
      }
      case "DeliveryPolicy" -> {
        if (!value.isEmpty()) {
          DeliveryPolicy.ofSubscription(value);
        }
      }
      default -> throw SnsError.invalid("AttributeName");
    }
  }

  private static String target(String policy) {
    try {
      var target = Json.MAPPER.readTree(policy).path("deadLetterTargetArn").asText("");
      if (isQueueArn(target)) {
        return target;
      }
    } catch (JsonProcessingException _) {
      // The same answer.
    }
    throw SnsError.invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
  }

  static boolean isQueueArn(String text) {
    return text.matches("arn:aws[a-z-]*:sqs:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,80}");
  }

  ObjectNode state() {
    var state =
        Json.object()
            .put("arn", arn)
            .put("topic", topicArn)
            .put("protocol", protocol)
            .put("endpoint", endpoint)
            .put("token", token)
            .put("created", createdMillis);
    state.set("attributes", Json.object(attributes));
    return state;
  }

  static Subscription of(JsonNode state) {
    return new Subscription(
        state.path("arn").asText(),
        state.path("topic").asText(),
        state.path("protocol").asText(),
        state.path("endpoint").asText(),
        Json.map(state.path("attributes")),
        state.path("token").asText(),
        state.path("created").asLong());
  }
}
