package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.builder.Buildable;

/// One action of a service. Immutable, safe for concurrent use.
public final class AwsAction {
  /// What a task may bring back, and one byte more to see that it is too much.
  private static final int BODY_BYTES_MAX = 262_144 + 1;

  private final Object client;
  private final Method method;
  private final Method newBuilder;
  private final @Nullable String streamedIn;
  private final @Nullable String streamedOut;

  private AwsAction(
      Object client,
      Method method,
      Method newBuilder,
      @Nullable String streamedIn,
      @Nullable String streamedOut) {
    this.client = client;
    this.method = method;
    this.newBuilder = newBuilder;
    this.streamedIn = streamedIn;
    this.streamedOut = streamedOut;
  }

  /// The action that this method of a client carries out, or null when it is none: a request in, a
  /// response or a stream out, or a request and a stream in.
  static @Nullable AwsAction of(Object client, Method method, String service) {
    Class<?>[] in = method.getParameterTypes();
    boolean streamsIn = in.length == 2 && in[1] == RequestBody.class;
    boolean streamsOut = method.getReturnType() == ResponseInputStream.class;
    if ((in.length != 1 && !streamsIn)
        || !SdkPojo.class.isAssignableFrom(in[0])
        || !(streamsOut || SdkResponse.class.isAssignableFrom(method.getReturnType()))) {
      return null;
    }
    try {
      return new AwsAction(
          client,
          method,
          in[0].getMethod("builder"),
          streamsIn ? "Body" : null,
          streamsOut ? (service.equals("polly") ? "AudioStream" : "Body") : null);
    } catch (NoSuchMethodException _) {
      return null;
    }
  }

  /// Calls the service, once.
  ///
  /// @param idempotencyKey becomes the request's idempotency token where the service has one and
  ///   the parameters do not set it
  /// @throws ParametersException before anything is called
  /// @throws SdkException when the service refuses, or cannot be reached
  /// @throws InterruptedException when interrupted
  public AwsAnswer call(JsonNode parameters, String idempotencyKey)
      throws ParametersException, InterruptedException {
    SdkPojo request = request(parameters, idempotencyKey);
    try {
      return streamedIn == null
          ? answer(method.invoke(client, request))
          : answer(method.invoke(client, request, body(parameters.get(streamedIn))));
    } catch (InvocationTargetException e) {
      throw failure(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the SDK's clients are public: " + method, e);
    }
  }

  /// Checks parameters without calling anything.
  ///
  /// @throws ParametersException when they are not what the action takes
  public void check(JsonNode parameters) throws ParametersException {
    var _ = request(parameters, "");
  }

  private SdkPojo request(JsonNode parameters, String idempotencyKey) throws ParametersException {
    if (!parameters.isObject()) {
      throw new ParametersException(parameters, List.of("The value must be a JSON object"));
    }
    SdkPojo builder;
    try {
      builder = (SdkPojo) newBuilder.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the SDK's requests have builders: " + newBuilder, e);
    }
    RequestReader reader = new RequestReader();
    reader.fill(builder, parameters, streamedIn);
    if (!reader.faults().isEmpty()) {
      throw new ParametersException(parameters, reader.faults());
    }
    setIdempotencyToken(builder, parameters, idempotencyKey);
    return (SdkPojo) ((Buildable) builder).build();
  }

  /// The SDK would make up another token at each dispatch. A UUID fits every service's pattern.
  private static void setIdempotencyToken(SdkPojo builder, JsonNode parameters, String key) {
    Members.of(builder)
        .forEach(
            (name, member) -> {
              if (member.containsTrait(DefaultValueTrait.class)
                  && member.marshallingType().getKnownType() == MarshallingKnownType.STRING
                  && !parameters.hasNonNull(name)) {
                byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                member.set(builder, UUID.nameUUIDFromBytes(bytes).toString());
              }
            });
  }

  /// A body is written as JSON, strings with their quotes (recorded: services/test_s3_put_object).
  private static RequestBody body(@Nullable JsonNode value) {
    return value == null || value.isNull()
        ? RequestBody.empty()
        : RequestBody.fromString(Json.write(value));
  }

  private AwsAnswer answer(Object returned) {
    SdkResponse response;
    AwsAnswer.Body body = null;
    if (returned instanceof ResponseInputStream<?> stream) {
      try (stream) {
        response = (SdkResponse) stream.response();
        String text = AnswerWriter.text(stream.readNBytes(BODY_BYTES_MAX));
        body = new AwsAnswer.Body(String.valueOf(streamedOut), text);
        stream.abort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      response = (SdkResponse) returned;
    }
    SdkHttpResponse http = response.sdkHttpResponse();
    String requestId =
        response instanceof AwsResponse aws ? aws.responseMetadata().requestId() : null;
    return new AwsAnswer(
        (SdkPojo) response,
        body,
        http.statusCode(),
        http.headers(),
        requestId == null ? "" : requestId);
  }

  private static RuntimeException failure(@Nullable Throwable thrown) throws InterruptedException {
    if (thrown instanceof AbortedException
        || (thrown instanceof SdkClientException && Thread.interrupted())) {
      InterruptedException interrupted = new InterruptedException("while a service was called");
      interrupted.initCause(thrown);
      throw interrupted;
    }
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null -> new IllegalStateException("a client failed without a reason");
      case Throwable other -> new IllegalStateException(other);
    };
  }
}
