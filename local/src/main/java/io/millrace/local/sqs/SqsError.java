package io.millrace.local.sqs;

/// A refusal in SQS's terms (Amazon SQS API reference, "Errors" of each action).
///
/// SQS names each error twice: by its shape in the JSON protocol, and in the header
/// `x-amzn-query-error` by the code of the older query protocol, which the SDKs report.
final class SqsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String SERVICE = "com.amazonaws.sqs#";
  private static final String FRAMEWORK = "com.amazon.coral.service#";
  private static final String LEGACY = "AWS.SimpleQueueService.";

  private final int status;
  private final String type;
  private final String queryCode;

  private SqsError(int status, String type, String queryCode, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.queryCode = queryCode;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  String queryCode() {
    return queryCode;
  }

  /// The sender's fault unless it is the service's.
  boolean isSenderFault() {
    return status < 500;
  }

  private static SqsError modeled(String name, String queryCode, String message) {
    return new SqsError(400, SERVICE + name, queryCode, message);
  }

  static SqsError queueDoesNotExist() {
    return modeled(
        "QueueDoesNotExist", LEGACY + "NonExistentQueue", "The specified queue does not exist.");
  }

  static SqsError queueNameExists(String attribute) {
    return modeled(
        "QueueNameExists",
        "QueueAlreadyExists",
        "A queue already exists with the same name and a different value for attribute "
            + attribute);
  }

  static SqsError invalidAttributeName(String name) {
    return modeled(
        "InvalidAttributeName", "InvalidAttributeName", "Unknown Attribute " + name + ".");
  }

  static SqsError invalidAttributeValue(String name) {
    return modeled(
        "InvalidAttributeValue",
        "InvalidAttributeValue",
        "Invalid value for the parameter " + name + ".");
  }

  static SqsError invalidMessageContents() {
    return modeled(
        "InvalidMessageContents",
        "InvalidMessageContents",
        "Invalid binary character was found in the message body, the set of allowed characters is"
            + " #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
  }

  static SqsError batchRequestTooLong(long bytes, int bytesMax) {
    return modeled(
        "BatchRequestTooLong",
        LEGACY + "BatchRequestTooLong",
        "Batch requests cannot be longer than "
            + bytesMax
            + " bytes. You have sent "
            + bytes
            + " bytes.");
  }

  static SqsError emptyBatch() {
    return modeled(
        "EmptyBatchRequest",
        LEGACY + "EmptyBatchRequest",
        "There should be at least one entry in the request.");
  }

  static SqsError tooManyEntries(int count) {
    return modeled(
        "TooManyEntriesInBatchRequest",
        LEGACY + "TooManyEntriesInBatchRequest",
        "Maximum number of entries per request are 10. You have sent " + count + ".");
  }

  static SqsError idsNotDistinct(String id) {
    return modeled(
        "BatchEntryIdsNotDistinct", LEGACY + "BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
  }

  static SqsError invalidBatchEntryId() {
    return modeled(
        "InvalidBatchEntryId",
        LEGACY + "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can"
            + " be at most 80 letters long.");
  }

  static SqsError receiptHandleIsInvalid(String handle) {
    return modeled(
        "ReceiptHandleIsInvalid",
        "ReceiptHandleIsInvalid",
        "The input receipt handle \"" + shortened(handle) + "\" is not a valid receipt handle.");
  }

  static SqsError messageNotInflight() {
    return modeled(
        "MessageNotInflight",
        LEGACY + "MessageNotInflight",
        "The message referred to is not in flight, or has been received again since.");
  }

  static SqsError overLimit(String message) {
    return modeled("OverLimit", "OverLimit", message);
  }

  static SqsError purgeInProgress(String queue) {
    return modeled(
        "PurgeQueueInProgress",
        LEGACY + "PurgeQueueInProgress",
        "Only one PurgeQueue operation on " + queue + " is allowed every 60 seconds.");
  }

  static SqsError unsupported(String message) {
    return modeled("UnsupportedOperation", LEGACY + "UnsupportedOperation", message);
  }

  static SqsError resourceNotFound(String message) {
    return new SqsError(
        404, SERVICE + "ResourceNotFoundException", "ResourceNotFoundException", message);
  }

  static SqsError invalidParameter(String message) {
    return new SqsError(
        400, FRAMEWORK + "InvalidParameterValueException", "InvalidParameterValue", message);
  }

  static SqsError outOfRange(String name, Object value, String reason) {
    return invalidParameter(
        "Value "
            + shortened(value.toString())
            + " for parameter "
            + name
            + " is invalid. Reason: "
            + reason);
  }

  static SqsError missing(String name) {
    return new SqsError(
        400,
        FRAMEWORK + "MissingRequiredParameterException",
        "MissingParameter",
        "The request must contain the parameter " + name + ".");
  }

  static SqsError unknownAction(String target) {
    return new SqsError(
        400,
        FRAMEWORK + "UnknownOperationException",
        "InvalidAction",
        "The action "
            + shortened(target)
            + " is not valid for this endpoint. It speaks the AWS JSON 1.0 protocol: X-Amz-Target:"
            + " AmazonSQS.Action.");
  }

  static SqsError unsigned() {
    return new SqsError(
        403,
        FRAMEWORK + "MissingAuthenticationTokenException",
        "MissingAuthenticationToken",
        "Request is missing Authentication Token");
  }

  static SqsError malformed(String message) {
    return new SqsError(400, FRAMEWORK + "SerializationException", "MalformedInput", message);
  }

  static SqsError tooLarge(int bytesMax) {
    return new SqsError(
        413,
        FRAMEWORK + "RequestEntityTooLargeException",
        "RequestEntityTooLarge",
        "The request is over " + bytesMax + " bytes.");
  }

  static SqsError internal(String message) {
    return new SqsError(500, FRAMEWORK + "InternalFailure", "InternalFailure", message);
  }

  static SqsError diskFull() {
    return new SqsError(
        503,
        FRAMEWORK + "ServiceUnavailable",
        "ServiceUnavailable",
        "The disk of this SQS endpoint is full; nothing was stored. Make room and try again.");
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
