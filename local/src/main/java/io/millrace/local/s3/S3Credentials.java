package io.millrace.local.s3;

/// The one pair of keys that requests must be signed with.
///
/// @param accessKeyId as in `AWS_ACCESS_KEY_ID`
/// @param secretAccessKey as in `AWS_SECRET_ACCESS_KEY`
public record S3Credentials(String accessKeyId, String secretAccessKey) {
  public S3Credentials {
    if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
      throw new IllegalArgumentException("Both S3 keys must have a value.");
    }
  }

  @Override
  public String toString() {
    return accessKeyId + "/***";
  }
}
