package io.millrace.connectors.aws;

import io.millrace.engine.task.TaskOutcome;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What a failed call is to a task: names and texts as AWS recorded them, which differ between the
/// two kinds of integrations, for they use two generations of the AWS SDK.
public final class AwsFailure {
  private AwsFailure() {}

  /// The failure of an `aws-sdk` task: `S3.NoSuchBucketException`, and the second SDK's text
  /// (recorded: error_handling/test_no_such_bucket,
  /// services/test_sfn_send_task_outcome_with_no_such_token).
  ///
  /// @param prefix of the service's classes, for example `DynamoDb`
  public static TaskOutcome.Failed sdk(String prefix, SdkException e) {
    if (!(e instanceof AwsServiceException refused)) {
      return new TaskOutcome.Failed(prefix + "." + e.getClass().getSimpleName(), e.getMessage());
    }
    String requestId = String.valueOf(refused.requestId());
    if (prefix.equals("S3")) { // S3 always sends it; stand-ins do not
      requestId += ", Extended Request ID: " + refused.extendedRequestId();
    }
    return sdk(
        prefix, e.getClass().getSimpleName(), message(refused), refused.statusCode(), requestId);
  }

  /// The failure of an `aws-sdk` task, by its parts.
  static TaskOutcome.Failed sdk(
      String prefix, String exception, @Nullable String message, int statusCode, String requestId) {
    String cause =
        message
            + " (Service: "
            + prefix
            + ", Status Code: "
            + statusCode
            + ", Request ID: "
            + requestId
            + ")"
            // The SDK counts its attempts since 2025, when only Step Functions' own was recorded.
            + (prefix.equals("Sfn") ? " (SDK Attempt Count: 1)" : "");
    return new TaskOutcome.Failed(prefix + "." + exception, cause);
  }

  /// The failure of an optimized integration: `DynamoDB.ResourceNotFoundException`, and the first
  /// SDK's text (recorded: error_handling/test_put_item_no_such_table,
  /// error_handling/test_send_message_no_such_queue_no_catch). An error without a class of its own
  /// has the service's (recorded: error_handling/test_put_item_invalid_table_name).
  public static TaskOutcome.Failed optimized(ServiceName service, SdkException e) {
    if (!(e instanceof AwsServiceException refused)) {
      String cause = withoutAttempts(String.valueOf(e.getMessage()));
      return new TaskOutcome.Failed(service.error() + "." + e.getClass().getSimpleName(), cause);
    }
    String type = e.getClass().getSimpleName();
    boolean isModelled = !service.isBaseException(type);
    AwsErrorDetails details = refused.awsErrorDetails();
    return optimized(
        service,
        isModelled ? type : service.baseException(),
        details == null ? "Unknown" : details.errorCode(),
        message(refused),
        refused.statusCode(),
        String.valueOf(refused.requestId()));
  }

  /// The failure of an optimized integration, by its parts.
  public static TaskOutcome.Failed optimized(
      ServiceName service,
      String exception,
      @Nullable String code,
      @Nullable String message,
      int statusCode,
      String requestId) {
    String cause =
        message
            + " (Service: "
            + service.text()
            + "; Status Code: "
            + statusCode
            + "; Error Code: "
            + code
            + "; Request ID: "
            + requestId
            + "; Proxy: null)";
    return new TaskOutcome.Failed(service.error() + "." + exception, cause);
  }

  private static @Nullable String message(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null ? e.getMessage() : details.errorMessage();
  }

  private static String withoutAttempts(String message) {
    int at = message.lastIndexOf(" (SDK Attempt Count:");
    return at < 0 ? message : message.substring(0, at);
  }
}
