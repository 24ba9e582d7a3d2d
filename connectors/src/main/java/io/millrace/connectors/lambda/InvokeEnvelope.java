package io.millrace.connectors.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;

/// The result of `lambda:invoke`: the function's payload wrapped in what Lambda's Invoke and the
/// HTTP response said, fields as recorded (services/test_invoke).
final class InvokeEnvelope {
  private InvokeEnvelope() {}

  /// The result for this answer.
  static JsonNode of(FunctionAnswer answer) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    if (answer.executedVersion() != null) {
      envelope.put("ExecutedVersion", answer.executedVersion());
    }
    if (answer.logTail() != null) {
      envelope.put("LogResult", answer.logTail());
    }
    envelope.set("Payload", payload(answer.payload()));
    ObjectNode http = envelope.putObject("SdkHttpMetadata");
    ObjectNode all = http.putObject("AllHttpHeaders");
    ObjectNode joined = http.putObject("HttpHeaders");
    answer
        .headers()
        .forEach(
            (name, values) -> {
              ArrayNode list = all.putArray(name);
              values.forEach(list::add);
              joined.put(name, String.join(",", values));
            });
    http.put("HttpStatusCode", answer.statusCode());
    envelope.putObject("SdkResponseMetadata").put("RequestId", answer.requestId());
    envelope.put("StatusCode", answer.statusCode());
    return envelope;
  }

  /// JSON as JSON, other text as a string.
  private static JsonNode payload(String text) {
    try {
      return Json.parse(text);
    } catch (JsonProcessingException _) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
