package io.millrace.local.lambda;

import java.util.Optional;

/// What Lambda's Invoke operation answers.
public sealed interface Invocation {

  /// The request was accepted; for a synchronous call the function ran, well or badly.
  ///
  /// @param statusCode 200, or 202 for [InvokeRequest.InvocationType#EVENT], 204 for
  ///   [InvokeRequest.InvocationType#DRY_RUN]
  /// @param functionError `Unhandled` when the function failed; then `payload` is Lambda's error
  ///   document
  /// @param executedVersion `$LATEST`
  /// @param payload what the function answered; empty when nobody waited
  /// @param logTail the last 4 KB that the invocation logged (Lambda's `LogResult` before Base64)
  record Answered(
      int statusCode,
      Optional<String> functionError,
      String executedVersion,
      Payload payload,
      String logTail)
      implements Invocation {}

  /// The request was refused before any code ran: AWS's error code and wording (Lambda API
  /// reference, "Invoke", Errors).
  ///
  /// @param statusCode HTTP status, 400 to 499
  /// @param errorCode for example `ResourceNotFoundException`
  /// @param message AWS's message
  /// @param reason `Reason` of a `TooManyRequestsException`
  record Refused(int statusCode, String errorCode, String message, Optional<String> reason)
      implements Invocation {

    static Refused notFound(String qualifiedArn) {
      return new Refused(
          404,
          "ResourceNotFoundException",
          "Function not found: " + qualifiedArn,
          Optional.empty());
    }

    static Refused throttled(String reason) {
      return new Refused(429, "TooManyRequestsException", "Rate Exceeded.", Optional.of(reason));
    }

    static Refused tooLarge(int limit) {
      return new Refused(
          413,
          "RequestTooLargeException",
          "Request must be smaller than " + limit + " bytes for the InvokeFunction operation",
          Optional.empty());
    }

    static Refused notJson(String why) {
      return new Refused(
          400,
          "InvalidRequestContentException",
          "Could not parse request body into json: " + why,
          Optional.empty());
    }

    static Refused badName(String name) {
      return new Refused(
          400,
          "InvalidParameterValueException",
          "'" + name + "' is not a function name or ARN",
          Optional.empty());
    }
  }
}
