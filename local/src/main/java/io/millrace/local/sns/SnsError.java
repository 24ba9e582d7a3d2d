package io.millrace.local.sns;

/// A refusal in SNS's terms (Amazon SNS API reference, "Errors" of each action).
final class SnsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  private SnsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  boolean isSenderFault() {
    return status < 500;
  }

  static SnsError invalid(String what) {
    return new SnsError(400, "InvalidParameter", "Invalid parameter: " + what);
  }

  static SnsError invalidValue(String message) {
    return new SnsError(400, "ParameterValueInvalid", message);
  }

  static SnsError missing(String parameter) {
    return new SnsError(
        400,
        "ValidationError",
        "1 validation error detected: Value null at '"
            + parameter
            + "' failed to satisfy constraint: Member must not be null");
  }

  static SnsError topicNotFound() {
    return new SnsError(404, "NotFound", "Topic does not exist");
  }

  static SnsError subscriptionNotFound() {
    return new SnsError(404, "NotFound", "Subscription does not exist");
  }

  static SnsError resourceNotFound() {
    return new SnsError(404, "ResourceNotFound", "Resource does not exist");
  }

  static SnsError emptyBatch() {
    return new SnsError(400, "EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }

  static SnsError tooManyEntries() {
    return new SnsError(
        400,
        "TooManyEntriesInBatchRequest",
        "The batch request contains more entries than permissible: at most 10.");
  }

  static SnsError idsNotDistinct() {
    return new SnsError(
        400,
        "BatchEntryIdsNotDistinct",
        "Two or more batch entries in the request have the same Id.");
  }

  static SnsError invalidBatchId() {
    return new SnsError(
        400,
        "InvalidBatchEntryId",
        "The Id of a batch entry in a batch request doesn't abide by the specification: 1 to 80"
            + " letters, digits, hyphens and underscores.");
  }

  static SnsError batchTooLong() {
    return new SnsError(
        400,
        "BatchRequestTooLong",
        "The length of all the batch messages put together is more than the limit of 262144"
            + " bytes.");
  }

  static SnsError tooManyTags() {
    return new SnsError(400, "TagLimitExceeded", "Can't add more than 50 tags to a topic.");
  }

  static SnsError unsigned() {
    return new SnsError(
        403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  }

  static SnsError unknownAction(String action) {
    return new SnsError(
        400,
        "InvalidAction",
        "The action "
            + (action.length() <= 100 ? action : action.substring(0, 100))
            + " is not valid for this endpoint.");
  }

  static SnsError tooLarge(int bytesMax) {
    return new SnsError(
        413, "RequestEntityTooLarge", "The request is over " + bytesMax + " bytes.");
  }

  static SnsError diskFull() {
    return new SnsError(
        503,
        "ServiceUnavailable",
        "The disk of this SNS endpoint is full; nothing was accepted. Make room and try again.");
  }

  static SnsError internal(String message) {
    return new SnsError(500, "InternalError", message);
  }
}
