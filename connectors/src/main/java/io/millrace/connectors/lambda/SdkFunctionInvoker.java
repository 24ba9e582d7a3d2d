package io.millrace.connectors.lambda;

import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.connectors.aws.StaleConnections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;

/// Calls functions through Lambda's Invoke, on AWS or on anything that speaks it.
public final class SdkFunctionInvoker implements FunctionInvoker, AutoCloseable {
  /// A function may run for 15 minutes (Lambda quotas); one more for the way.
  private static final Duration ANSWER_MAX = Duration.ofMinutes(16);

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// As many calls at once as the runtime carries out tasks at once by default; more wait. Idle
  /// connections are kept, so that busy functions cost no TLS handshake for each call.
  private static final int CONNECTIONS_MAX = 1_000;

  private final AwsEndpoint endpoint;
  private @Nullable LambdaClient client;

  private SdkFunctionInvoker(AwsEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /// An invoker of the functions at this endpoint. Nothing is connected before the first call, so
  /// that a program whose functions all run elsewhere starts fast.
  ///
  /// The SDK repeats nothing but calls over stale connections: whether a call is repeated is the
  /// state's Retry to say.
  public static SdkFunctionInvoker at(AwsEndpoint endpoint) {
    return new SdkFunctionInvoker(endpoint);
  }

  @Override
  public FunctionAnswer invoke(FunctionCall call)
      throws FunctionCallException, InterruptedException {
    try {
      return answer(client().invoke(request(call)));
    } catch (LambdaException e) {
      throw refused(e);
    } catch (SdkClientException e) {
      if (Thread.interrupted()) {
        throw interrupted(e);
      }
      throw FunctionCallException.unreachable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }

  private synchronized LambdaClient client() {
    LambdaClient known = client;
    if (known == null) {
      var builder =
          LambdaClient.builder()
              .region(Region.of(endpoint.region()))
              .credentialsProvider(endpoint.credentials())
              .httpClientBuilder(connections())
              .overrideConfiguration(c -> c.retryStrategy(StaleConnections.only()));
      if (endpoint.override() != null) {
        builder.endpointOverride(endpoint.override());
      }
      known = builder.build();
      client = known;
    }
    return known;
  }

  private static Apache5HttpClient.Builder connections() {
    return Apache5HttpClient.builder()
        .maxConnections(CONNECTIONS_MAX)
        .connectionAcquisitionTimeout(ANSWER_MAX)
        .connectionTimeout(CONNECT_MAX)
        .socketTimeout(ANSWER_MAX)
        // A long call is silent; without probes a router on the way may forget it.
        .tcpKeepAlive(true);
  }

  private static InvokeRequest request(FunctionCall call) {
    InvokeRequest.Builder request =
        InvokeRequest.builder()
            .functionName(call.functionName())
            .qualifier(call.qualifier())
            .invocationType(call.type().text())
            .clientContext(clientContext(call))
            .payload(SdkBytes.fromUtf8String(call.payload()));
    if (call.logTail()) {
      request.logType(LogType.TAIL);
    }
    return request.build();
  }

  /// A handler finds the idempotency key in `context.clientContext.custom`, unless the definition
  /// has a client context of its own. Lambda does not hand it to functions called as events.
  private static @Nullable String clientContext(FunctionCall call) {
    if (call.clientContext() != null || call.type() != FunctionCall.Type.REQUEST_RESPONSE) {
      return call.clientContext();
    }
    String json = "{\"custom\":{\"idempotencyKey\":\"" + call.idempotencyKey() + "\"}}";
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static FunctionAnswer answer(InvokeResponse response) {
    SdkBytes payload = response.payload();
    String requestId = response.responseMetadata().requestId();
    return new FunctionAnswer(
        response.statusCode(),
        response.executedVersion(),
        response.functionError(),
        payload == null ? "" : payload.asUtf8String(),
        response.logResult(),
        requestId == null ? "" : requestId,
        response.sdkHttpResponse().headers());
  }

  private static FunctionCallException refused(LambdaException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "Unknown" : details.errorCode();
    String message = details == null ? e.getMessage() : details.errorMessage();
    // A code that Invoke does not list has no exception class of its own.
    String name =
        e.getClass() == LambdaException.class ? "AWSLambdaException" : e.getClass().getSimpleName();
    return FunctionCallException.refused(
        name, code, String.valueOf(message), e.statusCode(), String.valueOf(e.requestId()));
  }

  private static InterruptedException interrupted(SdkClientException cause) {
    InterruptedException interrupted = new InterruptedException("while a function was called");
    interrupted.initCause(cause);
    return interrupted;
  }
}
