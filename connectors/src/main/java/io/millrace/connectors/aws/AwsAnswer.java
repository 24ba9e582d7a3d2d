package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// What a service answered.
///
/// @param response the SDK's response
/// @param body of an action that streams it, with its member's name, else null
/// @param headers of the HTTP response, spelled as received
public record AwsAnswer(
    SdkPojo response,
    @Nullable Body body,
    int statusCode,
    Map<String, List<String>> headers,
    String requestId) {

  /// A streamed member: bytes as the text they are, else in base64.
  public record Body(String name, String text) {}

  /// The answer as `aws-sdk` integrations give it (recorded: services/test_s3_get_object).
  public ObjectNode plain() {
    ObjectNode object = AnswerWriter.SDK.write(response);
    if (body != null) {
      object.put(body.name, body.text);
    }
    return object;
  }

  /// The answer as optimized integrations describe a job: without what HTTP said.
  public ObjectNode optimized() {
    return AnswerWriter.OPTIMIZED.write(response);
  }

  /// The answer as optimized integrations give it: with what HTTP said (recorded:
  /// services/test_send_message).
  public ObjectNode enveloped() {
    return envelope(AnswerWriter.OPTIMIZED.write(response), statusCode, headers, requestId);
  }

  /// Adds what HTTP said to an answer.
  public static ObjectNode envelope(
      ObjectNode answer, int statusCode, Map<String, List<String>> headers, String requestId) {
    ObjectNode http = answer.putObject("SdkHttpMetadata");
    ObjectNode all = http.putObject("AllHttpHeaders");
    ObjectNode joined = http.putObject("HttpHeaders");
    headers.forEach(
        (name, values) -> {
          ArrayNode list = all.putArray(name);
          values.forEach(list::add);
          joined.put(name, String.join(",", values));
        });
    http.put("HttpStatusCode", statusCode);
    answer.putObject("SdkResponseMetadata").put("RequestId", requestId);
    return answer;
  }
}
