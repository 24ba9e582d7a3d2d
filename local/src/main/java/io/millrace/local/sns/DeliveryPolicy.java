package io.millrace.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/// When a failed delivery is tried again (Amazon SNS developer guide, "Amazon SNS message delivery
/// retries"): at once, then after the least delay, then backing off, then after the greatest delay.
///
/// @param noDelayRetries at once
/// @param minDelayRetries after `minDelaySeconds`
/// @param backoffRetries with growing delays
/// @param maxDelayRetries after `maxDelaySeconds`
/// @param isSteep whether delays double rather than grow evenly. AWS names four functions and
///   publishes no formula; exponential and geometric are steep here, linear and arithmetic even
record DeliveryPolicy(
    int noDelayRetries,
    int minDelayRetries,
    int backoffRetries,
    int maxDelayRetries,
    int minDelaySeconds,
    int maxDelaySeconds,
    boolean isSteep) {

  /// Queues and functions: 100,015 retries over 23 days.
  static final DeliveryPolicy MANAGED = new DeliveryPolicy(3, 2, 10, 100_000, 1, 20, true);

  /// Web hooks: three retries, 20 seconds apart.
  static final DeliveryPolicy HTTP = new DeliveryPolicy(0, 0, 3, 0, 20, 20, false);

  /// The delay before a retry; empty when there are none left.
  ///
  /// @param retry 1 for the first
  Optional<Duration> delay(int retry) {
    int left = retry;
    if (left <= noDelayRetries) {
      return Optional.of(Duration.ZERO);
    }
    left -= noDelayRetries;
    if (left <= minDelayRetries) {
      return Optional.of(Duration.ofSeconds(minDelaySeconds));
    }
    left -= minDelayRetries;
    if (left <= backoffRetries) {
      double part = (double) left / backoffRetries;
      double share = isSteep ? (Math.pow(2, 8 * part) - 1) / 255 : part;
      double seconds = minDelaySeconds + (maxDelaySeconds - minDelaySeconds) * share;
      return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }
    left -= backoffRetries;
    return left <= maxDelayRetries
        ? Optional.of(Duration.ofSeconds(maxDelaySeconds))
        : Optional.empty();
  }

  /// The policy for one delivery: the subscription's own before the topic's.
  static DeliveryPolicy of(Topic topic, Subscription subscription) {
    if (!subscription.protocol().startsWith("http")) {
      return MANAGED;
    }
    var own = subscription.attributes().get("DeliveryPolicy");
    if (own != null) {
      return ofSubscription(own);
    }
    var shared = topic.attributes().get("DeliveryPolicy");
    return shared == null || shared.isEmpty() ? HTTP : ofTopic(shared);
  }

  static DeliveryPolicy ofSubscription(String policy) {
    return parse(read(policy).path("healthyRetryPolicy"));
  }

  static DeliveryPolicy ofTopic(String policy) {
    return parse(read(policy).path("http").path("defaultHealthyRetryPolicy"));
  }

  private static JsonNode read(String policy) {
    try {
      var json = Json.MAPPER.readTree(policy);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException _) {
      // The same answer.
    }
    throw SnsError.invalid("DeliveryPolicy: it must be a JSON object");
  }

  private static DeliveryPolicy parse(JsonNode json) {
    if (json.isMissingNode()) {
      return HTTP;
    }
    int min = number(json, "minDelayTarget", 1, 3600, 20);
    int max = number(json, "maxDelayTarget", min, 3600, Math.max(min, 20));
    int all = number(json, "numRetries", 0, 100, 3);
    int noDelay = number(json, "numNoDelayRetries", 0, 100, 0);
    int minDelay = number(json, "numMinDelayRetries", 0, 100, 0);
    int maxDelay = number(json, "numMaxDelayRetries", 0, 100, 0);
    if (noDelay + minDelay + maxDelay > all) {
      throw SnsError.invalid(
          "DeliveryPolicy: numRetries must be at least the sum of the other numbers of retries");
    }
    var function = json.path("backoffFunction").asText("linear");
    boolean isSteep = function.equals("exponential") || function.equals("geometric");
    return new DeliveryPolicy(
        noDelay, minDelay, all - noDelay - minDelay - maxDelay, maxDelay, min, max, isSteep);
  }

  private static int number(JsonNode json, String name, int min, int max, int otherwise) {
    var value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
      throw SnsError.invalid("DeliveryPolicy: " + name + " must be between " + min + " and " + max);
    }
    return value.intValue();
  }
}
