package io.millrace.pipelines.book.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Turns the AWS SDK's failures into the two that matter to a stage: try again later, or change
/// something first.
final class S3Failures {
  private S3Failures() {}

  static <T extends @Nullable Object> T translated(ObjectLocation location, Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchBucketException e) {
      throw new StoreRefusedException(
          "The bucket of "
              + location
              + " does not exist. Create it, or name another in the input's s3 or in BOOK_BUCKET.",
          e);
    } catch (S3Exception e) {
      throw refusedOrUnavailable(location, e);
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

  private static RuntimeException refusedOrUnavailable(ObjectLocation location, S3Exception e) {
    if (isTransient(e)) {
      return new StoreUnavailableException(
          "S3 answered "
              + e.statusCode()
              + " for "
              + location
              + ": "
              + e.getMessage()
              + ". It is tried again; if it stays, look at the disk's free space and the endpoint's"
              + " log.",
          e);
    }
    return new StoreRefusedException(
        "S3 refused "
            + location
            + " with status "
            + e.statusCode()
            + ": "
            + e.getMessage()
            + ". Check the role's s3:GetObject and s3:PutObject on this prefix.",
        e);
  }

  private static boolean isTransient(SdkServiceException e) {
    return e.statusCode() >= 500 || e.statusCode() == 429 || e.isThrottlingException();
  }
}
