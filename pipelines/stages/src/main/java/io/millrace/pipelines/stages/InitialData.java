package io.millrace.pipelines.stages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.pipelines.stages.output.StageJson;
import org.jspecify.annotations.Nullable;

/// What the first stage of a run works on: the body of the message that started it.
///
/// A queue subscribed to an SNS topic without raw delivery holds an envelope whose `Message` is the
/// text that was published (Amazon SNS developer guide, "Amazon SNS raw message delivery"); it is
/// taken out, so that a stage sees the same in either case.
final class InitialData {
  private static final int SHOWN_CHARACTERS = 80;

  private InitialData() {}

  /// Throws [InitialDataException] when there is none or it is not JSON.
  static JsonNode of(@Nullable JsonNode sent) {
    if (sent == null || sent.isNull() || sent.isMissingNode()) {
      throw new InitialDataException(
          "The first stage has no initialData. Start the chain with a queue's message"
              + " ([{\"body\": …}]) or with {\"initialData\": …}.");
    }
    var body = sent.isTextual() ? parse(sent.textValue(), "The message's body") : sent;
    return isEnvelope(body)
        ? parse(body.path("Message").textValue(), "The Message of the SNS envelope")
        : body;
  }

  private static boolean isEnvelope(JsonNode body) {
    return body.path("Type").asText().equals("Notification")
        && body.path("TopicArn").isTextual()
        && body.path("Message").isTextual();
  }

  private static JsonNode parse(String text, String what) {
    try {
      var value = StageJson.MAPPER.readTree(text);
      if (value != null && !value.isMissingNode()) {
        return value;
      }
      throw new InitialDataException(what + " is empty; it must be JSON.");
    } catch (JsonProcessingException e) {
      throw new InitialDataException(
          "%s is not JSON (%s). It begins: %s"
              .formatted(
                  what,
                  e.getOriginalMessage(),
                  text.substring(0, Math.min(SHOWN_CHARACTERS, text.length()))),
          e);
    }
  }
}
