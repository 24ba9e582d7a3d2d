package io.millrace.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.engine.task.TaskOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/// What the answer of an HTTP API is to the task that called it (developer guide, "Call HTTPS APIs
/// in Step Functions workflows", "HTTP Task output").
final class HttpAnswer {
  /// The error of an answer that was not read to its end.
  static final String TOO_LONG = "States.DataLimitExceeded";

  /// A task's result has at most 256 KiB.
  private static final int BODY_BYTES_MAX = 262_144;

  private HttpAnswer() {}

  /// The outcome of the task whose request was answered so. What is longer than a result may be is
  /// not read on.
  static TaskOutcome outcome(ClassicHttpResponse response) throws IOException {
    String type = contentType(response);
    byte[] bytes = body(response.getEntity());
    int status = response.getCode();
    if (bytes.length > BODY_BYTES_MAX) {
      return new TaskOutcome.Failed(
          TOO_LONG, "The HTTP API answered more than " + BODY_BYTES_MAX + " bytes.");
    }
    String text = text(bytes, type);
    if (status / 100 != 2) {
      String cause = text == null || text.isEmpty() ? response.getReasonPhrase() : text;
      return new TaskOutcome.Failed("States.Http.StatusCode." + status, cause);
    }
    if (text == null) {
      // Developer guide, "Unsupported HTTP Task responses".
      return new TaskOutcome.Failed(
          "States.Runtime",
          "The response of the HTTP API has the content type '"
              + type
              + "' and cannot be read as text.");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode headers = answer.putObject("Headers");
    for (Header header : response.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      ArrayNode values = headers.get(name) instanceof ArrayNode a ? a : headers.putArray(name);
      values.add(header.getValue());
    }
    answer.set("ResponseBody", responseBody(text, type));
    answer.put("StatusCode", status);
    answer.put("StatusText", response.getReasonPhrase());
    return new TaskOutcome.Succeeded(Payload.ofNode(answer));
  }

  private static byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    return entity.getContent().readNBytes(BODY_BYTES_MAX + 1);
  }

  private static String contentType(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("Content-Type");
    return header == null ? "" : header.getValue().toLowerCase(Locale.ROOT);
  }

  /// The body as text, or null when it is none.
  private static @Nullable String text(byte[] bytes, String type) {
    if (type.startsWith("image/")
        || type.startsWith("audio/")
        || type.startsWith("video/")
        || type.startsWith("application/octet-stream")) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private static JsonNode responseBody(String text, String type) {
    if (type.contains("json")) {
      try {
        return Json.parse(text);
      } catch (JsonProcessingException _) {
        // as text
      }
    }
    return JsonNodeFactory.instance.textNode(text);
  }
}
