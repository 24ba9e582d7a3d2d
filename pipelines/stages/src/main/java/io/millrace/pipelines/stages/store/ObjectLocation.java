package io.millrace.pipelines.stages.store;

/// Where an object is.
public record ObjectLocation(String bucket, String key) {
  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
