package io.millrace.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/// A topic, immutable.
///
/// @param attributes those that were set
record Topic(String arn, Map<String, String> attributes, Map<String, String> tags) {
  private static final Set<String> SETTABLE =
      Set.of(
          "DeliveryPolicy",
          "DisplayName",
          "Policy",
          "TracingConfig",
          "SignatureVersion",
          "KmsMasterKeyId");

  Topic {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  String name() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  String key() {
    return "t" + arn;
  }

  /// 1 for SHA-1, 2 for SHA-256 (Amazon SNS developer guide, "Verifying the signatures of Amazon
  /// SNS messages").
  String signatureVersion() {
    return attributes.getOrDefault("SignatureVersion", "1");
  }

  /// @throws SnsError when the name is unknown or the value wrong
  static void check(String name, String value) {
    if (name.equals("FifoTopic") && !value.equals("true")) {
      return;
    }
    if (name.startsWith("Fifo") || name.equals("ContentBasedDeduplication")) {
      throw SnsError.invalid("Attributes Reason: this endpoint has no FIFO topics; use Amazon SNS");
    }
    if (!SETTABLE.contains(name)
        && !name.endsWith("FeedbackRoleArn")
        && !name.endsWith("FeedbackSampleRate")) {
      throw SnsError.invalid("AttributeName");
    }
    if (name.equals("SignatureVersion") && !value.equals("1") && !value.equals("2")) {
      throw SnsError.invalid("SignatureVersion must be 1 or 2");
    }
    if (name.equals("DeliveryPolicy") && !value.isEmpty()) {
      DeliveryPolicy.ofTopic(value);
    }
    if (name.equals("DisplayName") && value.length() > 100) {
      throw SnsError.invalid("DisplayName must be at most 100 characters long");
    }
  }

  ObjectNode state() {
    var state = Json.object().put("arn", arn);
    state.set("attributes", Json.object(attributes));
    state.set("tags", Json.object(tags));
    return state;
  }

  static Topic of(JsonNode state) {
    return new Topic(
        state.path("arn").asText(),
        Json.map(state.path("attributes")),
        Json.map(state.path("tags")));
  }
}
