package io.millrace.connectors.lambda;

import org.jspecify.annotations.Nullable;

/// A function could not be called. It becomes the task's failure, so it carries no stack trace.
public final class FunctionCallException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String errorName;

  private FunctionCallException(String errorName, String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.errorName = errorName;
  }

  /// Lambda refused the call.
  ///
  /// @param exceptionName the exception's name, for example `ResourceNotFoundException`;
  ///   `AWSLambdaException` for a code that Lambda's Invoke does not list
  /// @param errorCode Lambda's error code
  /// @param message Lambda's message
  public static FunctionCallException refused(
      String exceptionName, String errorCode, String message, int statusCode, String requestId) {
    // The text of optimised integrations, recorded: error_handling/test_no_such_function_catch.
    String text =
        message
            + " (Service: AWSLambda; Status Code: "
            + statusCode
            + "; Error Code: "
            + errorCode
            + "; Request ID: "
            + requestId
            + "; Proxy: null)";
    return new FunctionCallException("Lambda." + exceptionName, text, null);
  }

  /// Lambda could not be reached, or its answer not be read.
  public static FunctionCallException unreachable(String message, Throwable cause) {
    return new FunctionCallException("Lambda.SdkClientException", message, cause);
  }

  /// As Retry and Catch see it.
  public String errorName() {
    return errorName;
  }
}
