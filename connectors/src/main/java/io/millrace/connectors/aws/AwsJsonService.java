package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// A service that speaks AWS JSON 1.1, called without a client of its own: signed requests, JSON as
/// it is. Its wire names are those of its API reference. Safe for concurrent use.
public final class AwsJsonService {
  private final String name;
  private final String targetPrefix;
  private final String region;
  private final URI endpoint;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  AwsJsonService(String name, String targetPrefix, AwsEndpoint endpoint, SdkHttpClient http) {
    this.name = name;
    this.targetPrefix = targetPrefix;
    this.region = endpoint.region();
    this.endpoint =
        endpoint.override() != null
            ? endpoint.override()
            : URI.create("https://" + name + "." + region + ".amazonaws.com");
    this.credentials = endpoint.credentials();
    this.http = http;
  }

  /// An answer that tells of success.
  public record Answer(
      JsonNode body, int statusCode, Map<String, List<String>> headers, String requestId) {}

  /// The service refuses. It becomes the task's failure, so it carries no stack trace.
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final int statusCode;
    private final String requestId;

    RefusedException(String code, String message, int statusCode, String requestId) {
      super(message, null, false, false);
      this.code = code;
      this.statusCode = statusCode;
      this.requestId = requestId;
    }

    public String code() {
      return code;
    }

    public int statusCode() {
      return statusCode;
    }

    public String requestId() {
      return requestId;
    }
  }

  /// Calls an action, once.
  ///
  /// @param action as in the API reference, for example `StartJobRun`
  /// @throws RefusedException when the service says so
  /// @throws IOException when it cannot be reached
  public Answer call(String action, JsonNode parameters) throws RefusedException, IOException {
    return call(action, parameters, UUID.randomUUID().toString());
  }

  /// As above, under a name of the request that is the same when it is made again. AWS's clients
  /// send such a name with every request (AWS SDKs reference guide, "Retry behavior",
  /// `amz-sdk-invocation-id`). AWS only logs it; an endpoint of ours does the same request once.
  public Answer call(String action, JsonNode parameters, String invocationId)
      throws RefusedException, IOException {
    ContentStreamProvider content = ContentStreamProvider.fromUtf8String(Json.write(parameters));
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", targetPrefix + "." + action)
            .putHeader("amz-sdk-invocation-id", invocationId)
            .build();
    SignedRequest signed =
        signer.sign(
            r ->
                r.identity(credentials.resolveCredentials())
                    .request(request)
                    .payload(content)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, name)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(signed.payload().orElse(content))
                    .build())
            .call();
    return answer(response);
  }

  private static Answer answer(HttpExecuteResponse response) throws RefusedException, IOException {
    JsonNode body = JsonNodeFactory.instance.objectNode();
    if (response.responseBody().isPresent()) {
      try (AbortableInputStream in = response.responseBody().get()) {
        body = json(in);
      }
    }
    int status = response.httpResponse().statusCode();
    String requestId = response.httpResponse().firstMatchingHeader("x-amzn-RequestId").orElse("");
    if (status / 100 == 2) {
      return new Answer(body, status, response.httpResponse().headers(), requestId);
    }
    String type = body.path("__type").asText("Unknown");
    String message = body.path("message").asText(body.path("Message").asText());
    throw new RefusedException(
        type.substring(type.lastIndexOf('#') + 1), message, status, requestId);
  }

  private static JsonNode json(InputStream in) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    return text.isEmpty() ? JsonNodeFactory.instance.objectNode() : Json.parse(text);
  }
}
