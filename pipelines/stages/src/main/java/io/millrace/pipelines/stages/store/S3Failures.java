package io.millrace.pipelines.stages.store;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Turns the AWS SDK's failures into those that a stage distinguishes: repeat later, change
/// something first, the object is absent, somebody else was faster.
final class S3Failures {
  private S3Failures() {}

  /// A call of the SDK.
  interface Call<T extends @Nullable Object> {
    T make();
  }

  static <T extends @Nullable Object> T translated(ObjectLocation location, Call<T> call) {
    try {
      return call.make();
    } catch (NoSuchBucketException e) {
      throw new StoreRefusedException(
          "The bucket of "
              + location
              + " does not exist. Create it, or name another as the chain's bucket.",
          e);
    } catch (S3Exception e) {
      throw translated(location, e);
    } catch (AbortedException e) {
      // Lambda's time is over, or the caller gave up: the thread's interruption is kept.
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("The transfer of " + location + " was interrupted.", e);
    } catch (SdkClientException e) {
      // The SDK's own retries are over when this arrives.
      throw new StoreUnavailableException(
          "S3 could not be reached for "
              + location
              + ": "
              + e.getMessage()
              + ". Check that the endpoint (AWS_ENDPOINT_URL_S3) runs and that credentials are set;"
              + " what is stored stays.",
          e);
    }
  }

  private static RuntimeException translated(ObjectLocation location, S3Exception e) {
    // 409 is S3's answer to conditional writes that race ("Conditional requests", S3 user guide).
    if (e.statusCode() == 412 || e.statusCode() == 409) {
      return new PreconditionFailedException(location, e);
    }
    if (e.statusCode() == 404) {
      return new ObjectMissingException(location);
    }
    if (e.statusCode() >= 500 || e.statusCode() == 429 || e.isThrottlingException()) {
      return new StoreUnavailableException(
          "S3 answered "
              + e.statusCode()
              + " for "
              + location
              + ": "
              + e.getMessage()
              + ". It is tried again; if it stays, look at the endpoint's log and its disk.",
          e);
    }
    return new StoreRefusedException(
        "S3 refused "
            + location
            + " with status "
            + e.statusCode()
            + ": "
            + e.getMessage()
            + ". Check the role's s3:GetObject, s3:PutObject and s3:ListBucket on this prefix.",
        e);
  }
}
