package io.millrace.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The JSON that Lambda answers for a failed invocation, field for field as AWS's Java runtime
/// writes it (aws-lambda-java-libs, `LambdaErrorConverter`): the class's full name is the type, and
/// there is no `cause`.
final class ErrorDocument {
  private static final List<String> HOST =
      Stream.of(HandlerLoader.class, MethodCode.class, ExecutionEnvironment.class)
          .map(Class::getName)
          .toList();

  private ErrorDocument() {}

  /// For what a handler threw. Frames from the first of this host's own on are left out.
  static Payload of(Throwable thrown) {
    var document = new LinkedHashMap<String, Object>();
    document.put("errorMessage", message(thrown));
    document.put("errorType", thrown.getClass().getName());
    document.put(
        "stackTrace",
        Arrays.stream(thrown.getStackTrace())
            .takeWhile(frame -> HOST.stream().noneMatch(frame.getClassName()::startsWith))
            .map(StackTraceElement::toString)
            .toList());
    return json(document);
  }

  /// For a handler that could not be loaded: no stack trace.
  static Payload of(LoadFailure failure) {
    var document = new LinkedHashMap<String, Object>();
    document.put("errorMessage", message(failure));
    failure.errorType().ifPresent(type -> document.put("errorType", type));
    return json(document);
  }

  static Payload timeout(String requestId, double seconds) {
    return platform(
        "Sandbox.Timedout",
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            requestId,
            seconds));
  }

  static Payload responseTooLarge(int limit) {
    return platform(
        "Function.ResponseSizeTooLarge",
        "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).");
  }

  /// Errors of the platform rather than of the runtime name the type first.
  private static Payload platform(String type, String message) {
    var document = new LinkedHashMap<String, Object>();
    document.put("errorType", type);
    document.put("errorMessage", message);
    return json(document);
  }

  private static String message(Throwable thrown) {
    var message = thrown.getLocalizedMessage();
    return message == null ? thrown.getClass().getName() : message;
  }

  private static Payload json(Map<String, Object> document) {
    try {
      return Payload.of(LambdaJson.MAPPER.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of strings always has a JSON form.", e);
    }
  }
}
