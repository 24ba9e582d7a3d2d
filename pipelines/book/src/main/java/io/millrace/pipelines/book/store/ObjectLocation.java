package io.millrace.pipelines.book.store;

/// One object: bucket and key.
public record ObjectLocation(String bucket, String key) {
  public ObjectLocation {
    if (bucket.isBlank() || key.isBlank()) {
      throw new IllegalArgumentException(
          "bucket and key must not be blank: " + bucket + ", " + key);
    }
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
