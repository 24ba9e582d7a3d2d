package io.millrace.api.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.runtime.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers AWS JSON 1.0 requests: finds the operation that `X-Amz-Target` names, lets it answer,
/// and turns what is thrown into an error as AWS sends it (Smithy specification, "AWS JSON 1.0").
///
/// Any `Authorization` is accepted: the server listens on loopback only. Pages in a browser on this
/// machine could reach it too, so requests with an `Origin` are refused; no AWS client sends one.
public final class AwsJsonHandler implements Handler {
  private static final Logger log = LoggerFactory.getLogger(AwsJsonHandler.class);

  private static final HeaderName TARGET = HeaderNames.create("X-Amz-Target");
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");
  private static final Header JSON =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/x-amz-json-1.0");
  private static final JsonFactory FACTORY = new JsonFactory();

  /// Most answers are smaller; a larger one grows.
  private static final int ANSWER_BYTES = 512;

  /// All but definitions and large payloads; taken at once.
  private static final int SMALL_BODY_BYTES_MAX = 64 * 1024;

  /// Larger bodies, and those of unknown length, being read at the same time.
  private static final int LARGE_BODIES_MAX = 32;

  private final Map<String, Operation> byTarget;
  private final long requestBytesMax;
  private final Semaphore largeBodies = new Semaphore(LARGE_BODIES_MAX);

  /// A handler of these operations.
  ///
  /// @param byTarget whole values of `X-Amz-Target`, for example `AWSStepFunctions.StartExecution`
  public AwsJsonHandler(Map<String, Operation> byTarget, long requestBytesMax) {
    this.byTarget = Map.copyOf(byTarget);
    this.requestBytesMax = requestBytesMax;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    String requestId = RequestIds.next();
    response.header(JSON).header(HeaderValues.create(REQUEST_ID, requestId));
    String target = request.headers().first(TARGET).orElse("");
    try {
      response.send(answer(request, response, target));
    } catch (ApiException e) {
      send(e.error(), response);
    } catch (RefusedException e) {
      send(Refusals.error(e.refusal()), response);
    } catch (JournalUnavailableException e) {
      log.atWarn()
          .addKeyValue("operation", target)
          .addKeyValue("requestId", requestId)
          .setCause(e)
          .log("The store cannot be reached; the client was told to repeat");
      send(ApiError.unavailable("The store cannot be reached: " + e.getMessage()), response);
    } catch (RuntimeException | IOException e) {
      log.atError()
          .addKeyValue("operation", target)
          .addKeyValue("requestId", requestId)
          .setCause(e)
          .log("An operation failed");
      send(ApiError.internal(), response);
    }
  }

  private byte[] answer(ServerRequest request, ServerResponse response, String target)
      throws IOException {
    checkOrigin(request);
    Operation operation = byTarget.get(target);
    if (operation == null) {
      throw new ApiException(
          ApiError.unknownOperation(
              target.isEmpty()
                  ? "The header X-Amz-Target is missing"
                  : "The operation '" + target + "' is not there"));
    }
    Request fields = Request.parse(body(request, response));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ANSWER_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      operation.answer(fields, json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void checkOrigin(ServerRequest request) {
    var origin = request.headers().first(HeaderNames.ORIGIN);
    if (origin.isPresent()) {
      throw new ApiException(ApiError.fromAPage(origin.get()));
    }
  }

  private byte[] body(ServerRequest request, ServerResponse response) throws IOException {
    long length = request.headers().contentLength().orElse(-1);
    if (length > requestBytesMax) {
      throw new ApiException(ApiError.tooLarge(requestBytesMax));
    }
    if (length < 0 || length > SMALL_BODY_BYTES_MAX) {
      return largeBody(request, response, length);
    }
    // Reading with a known length spares a buffer of 16 KiB, a fifth of a small request's work.
    byte[] body = new byte[(int) length];
    if (length > 0) {
      checkWhole(request.content().inputStream().readNBytes(body, 0, body.length), length);
    }
    return body;
  }

  /// Memory is taken as bytes arrive, not as they are announced, and so many at a time.
  private byte[] largeBody(ServerRequest request, ServerResponse response, long length)
      throws IOException {
    if (!largeBodies.tryAcquire()) {
      response.header(HeaderValues.CONNECTION_CLOSE); // the body is not read
      throw new ApiException(
          ApiError.unavailable("Too many large requests at the same time. Repeat this one later."));
    }
    try {
      if (length < 0) {
        return chunkedBody(request);
      }
      byte[] body = request.content().inputStream().readNBytes((int) length);
      checkWhole(body.length, length);
      return body;
    } finally {
      largeBodies.release();
    }
  }

  private static void checkWhole(int read, long length) {
    if (read < length) {
      throw new ApiException(
          ApiError.serialization("The body ended after " + read + " of " + length + " bytes"));
    }
  }

  private byte[] chunkedBody(ServerRequest request) {
    try {
      return request.content().as(byte[].class);
    } catch (RequestException e) {
      // The server itself counts the chunks.
      if (e.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
        throw new ApiException(ApiError.tooLarge(requestBytesMax));
      }
      throw e;
    }
  }

  private static void send(ApiError error, ServerResponse response) {
    if (error.httpStatus() == Status.REQUEST_ENTITY_TOO_LARGE_413.code()) {
      // The rest of the body is not read, so nothing can follow it.
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ANSWER_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("__type", error.namespace() + "#" + error.code());
      json.writeStringField("message", error.message());
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    response.status(Status.create(error.httpStatus())).send(bytes.toByteArray());
  }
}
