package io.millrace.triggers.pipe.api;

/// A refused request, with the code and the status of Pipes' API.
final class PipesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;

  private PipesException(String code, int status, String message) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
  }

  static PipesException notFound(String name) {
    return new PipesException("NotFoundException", 404, "Pipe " + name + " does not exist.");
  }

  static PipesException conflict(String message) {
    return new PipesException("ConflictException", 409, message);
  }

  static PipesException invalid(String message) {
    return new PipesException("ValidationException", 400, message);
  }

  static PipesException denied(String message) {
    return new PipesException("AccessDeniedException", 403, message);
  }

  static PipesException broken(String message) {
    return new PipesException("InternalException", 500, message);
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }
}
