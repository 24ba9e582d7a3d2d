package io.millrace.connectors.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function's answer: the response of Lambda's Invoke.
///
/// @param statusCode 200 for an answer, 202 for an event taken, 204 for a dry run
/// @param executedVersion `$LATEST` or a version, or null when Lambda does not say
/// @param functionError `Handled` or `Unhandled` when the function failed, else null
/// @param payload the response's raw text, empty when there is none
/// @param logTail base64 of the log's end, or null
/// @param headers of the HTTP response, spelled as received
public record FunctionAnswer(
    int statusCode,
    @Nullable String executedVersion,
    @Nullable String functionError,
    String payload,
    @Nullable String logTail,
    String requestId,
    Map<String, List<String>> headers) {
  public FunctionAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /// The answer of a function that ran in this process, where no HTTP was spoken: the headers are
  /// those that follow from the answer itself.
  public static FunctionAnswer inProcess(
      int statusCode,
      String executedVersion,
      @Nullable String functionError,
      String payload,
      @Nullable String logTail,
      String requestId) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("X-Amz-Executed-Version", List.of(executedVersion));
    headers.put("x-amzn-RequestId", List.of(requestId));
    int length = payload.getBytes(StandardCharsets.UTF_8).length;
    headers.put("Content-Length", List.of(Integer.toString(length)));
    headers.put("Content-Type", List.of("application/json"));
    return new FunctionAnswer(
        statusCode, executedVersion, functionError, payload, logTail, requestId, headers);
  }
}
