package io.millrace.watch.metrics;

import static io.millrace.watch.metrics.Metric.Kind.BYTES;
import static io.millrace.watch.metrics.Metric.Kind.COUNT;
import static io.millrace.watch.metrics.Metric.Kind.LEVEL;
import static io.millrace.watch.metrics.Metric.Kind.MILLISECONDS;
import static io.millrace.watch.metrics.Metric.Kind.PER_RUN;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that is measured, by CloudWatch's namespace and name.
///
/// Step Functions developer guide, "Monitoring Step Functions metrics using Amazon CloudWatch";
/// Lambda developer guide, "Types of metrics for Lambda functions"; SQS developer guide, "Available
/// CloudWatch metrics for Amazon SQS"; S3 user guide, "Metrics and dimensions". What AWS has no
/// name for is in the namespace `Millrace`.
public enum Metric {
  EXECUTIONS_STARTED("AWS/States", "ExecutionsStarted", COUNT, "StateMachineArn"),
  EXECUTIONS_SUCCEEDED("AWS/States", "ExecutionsSucceeded", COUNT, "StateMachineArn"),
  EXECUTIONS_FAILED("AWS/States", "ExecutionsFailed", COUNT, "StateMachineArn"),
  EXECUTIONS_TIMED_OUT("AWS/States", "ExecutionsTimedOut", COUNT, "StateMachineArn"),
  EXECUTIONS_ABORTED("AWS/States", "ExecutionsAborted", COUNT, "StateMachineArn"),
  EXECUTIONS_REDRIVEN("AWS/States", "ExecutionsRedriven", COUNT, "StateMachineArn"),
  EXECUTION_THROTTLED("AWS/States", "ExecutionThrottled", COUNT, "StateMachineArn"),
  EXECUTION_TIME("AWS/States", "ExecutionTime", MILLISECONDS, "StateMachineArn"),
  EXPRESS_EXECUTION_MEMORY("AWS/States", "ExpressExecutionMemory", BYTES, "StateMachineArn"),
  EXPRESS_EXECUTION_BILLED_DURATION(
      "AWS/States", "ExpressExecutionBilledDuration", MILLISECONDS, "StateMachineArn"),
  OPEN_MAP_RUNS("AWS/States", "ApproximateOpenMapRunCount", LEVEL, "StateMachineArn"),

  LAMBDA_FUNCTIONS_SCHEDULED("AWS/States", "LambdaFunctionsScheduled", COUNT, "LambdaFunctionArn"),
  LAMBDA_FUNCTIONS_STARTED("AWS/States", "LambdaFunctionsStarted", COUNT, "LambdaFunctionArn"),
  LAMBDA_FUNCTIONS_SUCCEEDED("AWS/States", "LambdaFunctionsSucceeded", COUNT, "LambdaFunctionArn"),
  LAMBDA_FUNCTIONS_FAILED("AWS/States", "LambdaFunctionsFailed", COUNT, "LambdaFunctionArn"),
  LAMBDA_FUNCTIONS_TIMED_OUT("AWS/States", "LambdaFunctionsTimedOut", COUNT, "LambdaFunctionArn"),
  LAMBDA_FUNCTION_RUN_TIME(
      "AWS/States", "LambdaFunctionRunTime", MILLISECONDS, "LambdaFunctionArn"),
  LAMBDA_FUNCTION_SCHEDULE_TIME(
      "AWS/States", "LambdaFunctionScheduleTime", MILLISECONDS, "LambdaFunctionArn"),
  LAMBDA_FUNCTION_TIME("AWS/States", "LambdaFunctionTime", MILLISECONDS, "LambdaFunctionArn"),

  SERVICE_INTEGRATIONS_SCHEDULED(
      "AWS/States", "ServiceIntegrationsScheduled", COUNT, "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATIONS_STARTED(
      "AWS/States", "ServiceIntegrationsStarted", COUNT, "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATIONS_SUCCEEDED(
      "AWS/States", "ServiceIntegrationsSucceeded", COUNT, "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATIONS_FAILED(
      "AWS/States", "ServiceIntegrationsFailed", COUNT, "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATIONS_TIMED_OUT(
      "AWS/States", "ServiceIntegrationsTimedOut", COUNT, "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATION_RUN_TIME(
      "AWS/States", "ServiceIntegrationRunTime", MILLISECONDS, "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATION_SCHEDULE_TIME(
      "AWS/States",
      "ServiceIntegrationScheduleTime",
      MILLISECONDS,
      "ServiceIntegrationResourceArn"),
  SERVICE_INTEGRATION_TIME(
      "AWS/States", "ServiceIntegrationTime", MILLISECONDS, "ServiceIntegrationResourceArn"),

  ACTIVITIES_SCHEDULED("AWS/States", "ActivitiesScheduled", COUNT, "ActivityArn"),
  ACTIVITIES_STARTED("AWS/States", "ActivitiesStarted", COUNT, "ActivityArn"),
  ACTIVITIES_SUCCEEDED("AWS/States", "ActivitiesSucceeded", COUNT, "ActivityArn"),
  ACTIVITIES_FAILED("AWS/States", "ActivitiesFailed", COUNT, "ActivityArn"),
  ACTIVITIES_TIMED_OUT("AWS/States", "ActivitiesTimedOut", COUNT, "ActivityArn"),
  ACTIVITIES_HEARTBEAT_TIMED_OUT("AWS/States", "ActivitiesHeartbeatTimedOut", COUNT, "ActivityArn"),
  ACTIVITY_RUN_TIME("AWS/States", "ActivityRunTime", MILLISECONDS, "ActivityArn"),
  ACTIVITY_SCHEDULE_TIME("AWS/States", "ActivityScheduleTime", MILLISECONDS, "ActivityArn"),
  ACTIVITY_TIME("AWS/States", "ActivityTime", MILLISECONDS, "ActivityArn"),

  INVOCATIONS("AWS/Lambda", "Invocations", COUNT, "StateMachineArn", "StateName"),
  ERRORS("AWS/Lambda", "Errors", COUNT, "StateMachineArn", "StateName"),
  THROTTLES("AWS/Lambda", "Throttles", COUNT, "StateMachineArn", "StateName"),
  DURATION("AWS/Lambda", "Duration", MILLISECONDS, "StateMachineArn", "StateName"),
  CONCURRENT_EXECUTIONS(
      "AWS/Lambda", "ConcurrentExecutions", LEVEL, "StateMachineArn", "StateName"),

  AGE_OF_OLDEST_MESSAGE("AWS/SQS", "ApproximateAgeOfOldestMessage", LEVEL, "QueueName"),
  MESSAGES_VISIBLE("AWS/SQS", "ApproximateNumberOfMessagesVisible", LEVEL, "QueueName"),
  MESSAGES_NOT_VISIBLE("AWS/SQS", "ApproximateNumberOfMessagesNotVisible", LEVEL, "QueueName"),
  MESSAGES_DELAYED("AWS/SQS", "ApproximateNumberOfMessagesDelayed", LEVEL, "QueueName"),

  PUT_REQUESTS("AWS/S3", "PutRequests", COUNT, "BucketName"),
  GET_REQUESTS("AWS/S3", "GetRequests", COUNT, "BucketName"),
  POST_REQUESTS("AWS/S3", "PostRequests", COUNT, "BucketName"),
  HEAD_REQUESTS("AWS/S3", "HeadRequests", COUNT, "BucketName"),
  LIST_REQUESTS("AWS/S3", "ListRequests", COUNT, "BucketName"),
  DELETE_REQUESTS("AWS/S3", "DeleteRequests", COUNT, "BucketName"),
  BYTES_UPLOADED("AWS/S3", "BytesUploaded", COUNT, "BucketName"),
  BYTES_DOWNLOADED("AWS/S3", "BytesDownloaded", COUNT, "BucketName"),

  DEAD_LETTERS("Millrace", "ApproximateNumberOfDeadLetters", LEVEL, "QueueName"),
  MESSAGES_TO_DEAD_LETTER_QUEUE("Millrace", "MessagesToDeadLetterQueue", COUNT, "QueueName"),
  PUTS_PER_EXECUTION("Millrace", "PutRequestsPerExecution", PER_RUN, "StateMachineArn"),
  GETS_PER_EXECUTION("Millrace", "GetRequestsPerExecution", PER_RUN, "StateMachineArn"),
  BYTES_UPLOADED_PER_EXECUTION("Millrace", "BytesUploadedPerExecution", BYTES, "StateMachineArn"),
  BYTES_DOWNLOADED_PER_EXECUTION(
      "Millrace", "BytesDownloadedPerExecution", BYTES, "StateMachineArn");

  /// What a value is.
  public enum Kind {
    /// Something happened, so many times.
    COUNT,
    /// How long something took.
    MILLISECONDS,
    /// How much there is at the moment.
    LEVEL,
    /// How large something was.
    BYTES,
    /// How often something happened in one execution.
    PER_RUN
  }

  private final String namespace;
  private final String cloudWatchName;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> dimensions;

  Metric(String namespace, String cloudWatchName, Kind kind, String... dimensions) {
    this.namespace = namespace;
    this.cloudWatchName = cloudWatchName;
    this.kind = kind;
    this.dimensions = List.of(dimensions);
  }

  /// The metric that CloudWatch calls so.
  public static Optional<Metric> find(String namespace, String name) {
    return Stream.of(values())
        .filter(one -> one.namespace.equals(namespace) && one.cloudWatchName.equals(name))
        .findFirst();
  }

  public String namespace() {
    return namespace;
  }

  public String cloudWatchName() {
    return cloudWatchName;
  }

  public Kind kind() {
    return kind;
  }

  /// Names of what tells its series apart.
  public List<String> dimensions() {
    return dimensions;
  }

  /// What the registry calls it; Prometheus adds `_total` to counts and `_seconds` to times:
  /// `AWS/States ExecutionsStarted` is `aws_states_executions_started_total`.
  public String meterName() {
    return namespace.replace("/", "_").toLowerCase(Locale.ROOT) + "_" + snake(cloudWatchName);
  }

  /// What Prometheus shows it as; times and sizes have `_count`, `_sum`, `_max` and, in the case of
  /// times, `_bucket` behind it.
  public String prometheusName() {
    return switch (kind) {
      case COUNT -> meterName() + "_total";
      case MILLISECONDS -> meterName() + "_seconds";
      case LEVEL, PER_RUN -> meterName();
      case BYTES -> meterName() + "_bytes";
    };
  }

  /// `StateMachineArn` is `state_machine_arn`.
  static String snake(String camel) {
    return camel
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
