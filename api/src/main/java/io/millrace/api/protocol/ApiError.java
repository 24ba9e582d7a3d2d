package io.millrace.api.protocol;

/// An error as a client sees it.
///
/// @param httpStatus 4xx: the request is at fault; 5xx: we are, and repeating may help
/// @param namespace of the type; clients drop it, but AWS sends it
/// @param code the error code, for example `StateMachineDoesNotExist`
public record ApiError(int httpStatus, String namespace, String code, String message) {
  // Seen on AWS's wire, 7 Sep 2026: the service's own errors and violated constraints have
  // different namespaces.
  private static final String SERVICE = "com.amazonaws.swf.service.v2.model";
  private static final String VALIDATION = "com.amazon.coral.validate";
  private static final String PROTOCOL = "com.amazon.coral.service";

  /// An error that the API reference lists for the operation.
  public static ApiError service(String code, String message) {
    return new ApiError(400, SERVICE, code, message);
  }

  /// `ValidationException`.
  public static ApiError validation(String message) {
    return new ApiError(400, VALIDATION, "ValidationException", message);
  }

  /// The request does not say which operation it wants, or one that is not there.
  public static ApiError unknownOperation(String message) {
    return new ApiError(400, PROTOCOL, "UnknownOperationException", message);
  }

  /// The body is not JSON, or a field is of another type.
  public static ApiError serialization(String message) {
    return new ApiError(400, PROTOCOL, "SerializationException", message);
  }

  /// The body is longer than any valid request.
  public static ApiError tooLarge(long bytesMax) {
    return new ApiError(
        413,
        PROTOCOL,
        "RequestEntityTooLargeException",
        "A request has at most " + bytesMax + " bytes");
  }

  /// A browser's page is asking.
  public static ApiError fromAPage(String origin) {
    return new ApiError(
        403,
        PROTOCOL,
        "AccessDeniedException",
        "Requests from web pages are refused (Origin: " + origin + ")");
  }

  /// Too much at once (API reference, "Common errors"). Clients repeat by themselves.
  public static ApiError throttled(String message) {
    return new ApiError(400, PROTOCOL, "ThrottlingException", message);
  }

  /// The store cannot be reached, or the server is stopping. Clients repeat by themselves.
  public static ApiError unavailable(String message) {
    return new ApiError(503, PROTOCOL, "ServiceUnavailableException", message);
  }

  /// We are wrong; the log says more under the request id.
  public static ApiError internal() {
    return new ApiError(
        500, PROTOCOL, "InternalFailure", "The server failed; its log says why, by the request id");
  }
}
