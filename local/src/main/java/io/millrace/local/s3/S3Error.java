package io.millrace.local.s3;

/// A refusal in S3's terms (Amazon S3 API reference, "Error responses").
final class S3Error extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  S3Error(int status, String code, String message) {
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

  static S3Error noSuchKey() {
    return new S3Error(404, "NoSuchKey", "The specified key does not exist.");
  }

  static S3Error noSuchBucket() {
    return new S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
  }

  static S3Error noSuchUpload() {
    return new S3Error(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.");
  }

  static S3Error preconditionFailed() {
    return new S3Error(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }

  static S3Error notModified() {
    return new S3Error(304, "NotModified", "Not Modified");
  }

  static S3Error invalid(String message) {
    return new S3Error(400, "InvalidRequest", message);
  }

  static S3Error badDigest(String algorithm) {
    return new S3Error(
        400,
        "BadDigest",
        "The " + algorithm + " you specified did not match the calculated checksum.");
  }

  static S3Error notImplemented(String what) {
    return new S3Error(501, "NotImplemented", "This endpoint does not implement " + what + ".");
  }
}
