package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Json;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Messages as a pipe hands them on (EventBridge user guide, "Amazon Simple Queue Service as a
/// source": the record of a Lambda event, with the body as text).
final class SqsRecords {
  private SqsRecords() {}

  /// @param queueArn of the queue the message came from
  static ObjectNode of(Message message, String queueArn) {
    ObjectNode record = Json.MAPPER.createObjectNode();
    record.put("messageId", message.messageId());
    record.put("receiptHandle", message.receiptHandle());
    record.put("body", message.body());
    ObjectNode attributes = record.putObject("attributes");
    message.attributesAsStrings().forEach(attributes::put);
    ObjectNode own = record.putObject("messageAttributes");
    message.messageAttributes().forEach((name, value) -> own.set(name, attribute(value)));
    record.put("md5OfBody", message.md5OfBody());
    if (!message.messageAttributes().isEmpty()) {
      record.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
    }
    record.put("eventSource", "aws:sqs");
    record.put("eventSourceARN", queueArn);
    record.put("awsRegion", queueArn.split(":", -1)[3]);
    return record;
  }

  /// The record with its body parsed, when that is a JSON object or array: filters and templates
  /// look into it (user guide, "Implicit body data parsing").
  static ObjectNode withParsedBody(ObjectNode record) {
    JsonNode body = Json.parseContainer(record.path("body").asText());
    if (body == null) return record;
    ObjectNode parsed = record.objectNode().setAll(record);
    parsed.set("body", body);
    return parsed;
  }

  private static ObjectNode attribute(MessageAttributeValue value) {
    ObjectNode attribute = Json.MAPPER.createObjectNode();
    if (value.stringValue() != null) attribute.put("stringValue", value.stringValue());
    SdkBytes binary = value.binaryValue();
    if (binary != null) {
      attribute.put("binaryValue", Base64.getEncoder().encodeToString(binary.asByteArray()));
    }
    // Lists are reserved in SQS and always empty (API_MessageAttributeValue).
    attribute.putArray("stringListValues");
    attribute.putArray("binaryListValues");
    attribute.put("dataType", value.dataType());
    return attribute;
  }
}
