package io.millrace.local.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The attributes of a queue that its owner sets (Amazon SQS API reference, "SetQueueAttributes").
///
/// @param values by name; whatever is not there has its default
record QueueAttributes(Map<String, String> values) {
  static final int MESSAGE_BYTES_MAX = 1 << 20;

  /// A whole number of the service's.
  private enum Numeric {
    VisibilityTimeout(0, 43_200, 30),
    DelaySeconds(0, 900, 0),
    // 1 MiB since August 2025 (Amazon SQS developer guide, "Message quotas").
    MaximumMessageSize(1024, MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX),
    MessageRetentionPeriod(60, 1_209_600, 345_600),
    ReceiveMessageWaitTimeSeconds(0, 20, 0);

    final int min;
    final int max;
    final int otherwise;

    Numeric(int min, int max, int otherwise) {
      this.min = min;
      this.max = max;
      this.otherwise = otherwise;
    }
  }

  /// Kept and given back, without effect: there is no access control and no encryption here.
  private static final Set<String> KEPT =
      Set.of(
          "Policy",
          "RedriveAllowPolicy",
          "KmsMasterKeyId",
          "KmsDataKeyReusePeriodSeconds",
          "SqsManagedSseEnabled");

  private static final Set<String> FIFO =
      Set.of("FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit");

  static final Set<String> NAMES =
      Set.of(
          "VisibilityTimeout",
          "DelaySeconds",
          "MaximumMessageSize",
          "MessageRetentionPeriod",
          "ReceiveMessageWaitTimeSeconds",
          "RedrivePolicy");

  QueueAttributes {
    values = Map.copyOf(values);
  }

  /// Where messages go that were received too often.
  record Redrive(String deadLetterTargetArn, int maxReceiveCount) {}

  int visibilityTimeoutSeconds() {
    return number(Numeric.VisibilityTimeout);
  }

  int delaySeconds() {
    return number(Numeric.DelaySeconds);
  }

  int maximumMessageBytes() {
    return number(Numeric.MaximumMessageSize);
  }

  int retentionSeconds() {
    return number(Numeric.MessageRetentionPeriod);
  }

  int waitTimeSeconds() {
    return number(Numeric.ReceiveMessageWaitTimeSeconds);
  }

  Optional<Redrive> redrive() {
    return Optional.ofNullable(values.get("RedrivePolicy")).map(QueueAttributes::redrive);
  }

  /// These attributes with some set anew. An empty policy or key removes it.
  ///
  /// @throws SqsError when a name is unknown or a value out of its range
  QueueAttributes with(Map<String, String> changes) {
    var changed = new TreeMap<>(values);
    changes.forEach(
        (name, value) -> {
          check(name, value);
          if (value.isEmpty()) {
            changed.remove(name);
          } else {
            changed.put(name, value);
          }
        });
    return new QueueAttributes(changed);
  }

  /// All of them, defaults included, as GetQueueAttributes shows them.
  Map<String, String> all() {
    var all = new TreeMap<String, String>();
    for (var numeric : Numeric.values()) {
      all.put(numeric.name(), Integer.toString(number(numeric)));
    }
    all.put("SqsManagedSseEnabled", "false");
    all.putAll(values);
    return all;
  }

  static boolean isKnown(String name) {
    return NAMES.contains(name) || KEPT.contains(name);
  }

  private static void check(String name, String value) {
    if (FIFO.contains(name)) {
      throw SqsError.unsupported(
          "This endpoint has no FIFO queues; leave out " + name + " or use Amazon SQS.");
    }
    if (!isKnown(name)) {
      throw SqsError.invalidAttributeName(name);
    }
    if (name.equals("RedrivePolicy")) {
      if (!value.isEmpty()) {
        redrive(value);
      }
    } else if (!KEPT.contains(name)) {
      checkNumber(Numeric.valueOf(name), value);
    }
  }

  private static void checkNumber(Numeric numeric, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= numeric.min && number <= numeric.max) {
        return;
      }
    } catch (NumberFormatException _) {
      // The same answer as for a number out of range.
    }
    throw SqsError.invalidAttributeValue(numeric.name());
  }

  private int number(Numeric numeric) {
    var value = values.get(numeric.name());
    return value == null ? numeric.otherwise : Integer.parseInt(value);
  }

  private static Redrive redrive(String policy) {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(policy);
    } catch (JsonProcessingException _) {
      throw redriveInvalid(policy, "Redrive policy is not a valid JSON map.");
    }
    if (json == null || !json.isObject()) {
      throw redriveInvalid(policy, "Redrive policy is not a valid JSON map.");
    }
    var target = json.path("deadLetterTargetArn").asText("");
    if (target.isEmpty()) {
      throw redriveInvalid(
          policy, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
    }
    if (!json.has("maxReceiveCount")) {
      throw redriveInvalid(
          policy, "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
    }
    // CloudFormation and the console write the number as a string.
    int count = json.path("maxReceiveCount").asInt(-1);
    if (count < 1 || count > 1000) {
      throw redriveInvalid(
          policy, "Invalid value for maxReceiveCount: it must be between 1 and 1000.");
    }
    return new Redrive(target, count);
  }

  private static SqsError redriveInvalid(String policy, String reason) {
    return SqsError.outOfRange("RedrivePolicy", policy, reason);
  }
}
