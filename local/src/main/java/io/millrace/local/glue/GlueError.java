package io.millrace.local.glue;

import io.millrace.local.loopback.HostRule;

/// A refusal in Glue's words (AWS Glue Web API reference, "Exceptions"). It is an answer, so it
/// carries no stack trace.
final class GlueError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int CLIENT_ERROR = 400;

  private final int status;
  private final String code;

  private GlueError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static GlueError notFound(String message) {
    return new GlueError(CLIENT_ERROR, "EntityNotFoundException", message);
  }

  static GlueError invalid(String message) {
    return new GlueError(CLIENT_ERROR, "InvalidInputException", message);
  }

  static GlueError exists(String message) {
    return new GlueError(CLIENT_ERROR, "AlreadyExistsException", message);
  }

  static GlueError concurrentRuns(String jobName) {
    return new GlueError(
        CLIENT_ERROR, "ConcurrentRunsExceededException", "Concurrent runs exceeded for " + jobName);
  }

  static GlueError unknownOperation(String target) {
    return new GlueError(
        CLIENT_ERROR,
        "UnknownOperationException",
        "This Glue endpoint has no operation '" + target + "'. It has jobs and their runs only.");
  }

  static GlueError unsigned() {
    return new GlueError(
        403, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
  }

  static GlueError elsewhere(String host) {
    return new GlueError(403, "AccessDeniedException", HostRule.refusal(host));
  }

  static GlueError internal(String message) {
    return new GlueError(500, "InternalServiceException", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
