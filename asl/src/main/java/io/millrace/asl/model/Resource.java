package io.millrace.asl.model;

/// What a Task's `Resource` names. How it is written decides which history events the task leaves.
public sealed interface Resource {
  /// The text of the field.
  String arn();

  /// A function named directly: `LambdaFunction…` events, input and output without an envelope.
  record LambdaFunction(String arn) implements Resource {}

  /// An activity: `Activity…` events, answered by a worker that polls GetActivityTask.
  record Activity(String arn) implements Resource {}

  /// A service integration, `arn:aws:states:::service:action[.pattern]`: `Task…` events.
  ///
  /// @param service as in events' `resourceType`, for example `lambda` or `aws-sdk:s3`
  /// @param action without the pattern, for example `invoke`
  record ServiceIntegration(String arn, String service, String action, Pattern pattern)
      implements Resource {
    /// As in events' `resource`: the action with its pattern, for example
    /// `invoke.waitForTaskToken`.
    public String resource() {
      return action + pattern.suffix();
    }
  }

  /// How a service integration waits.
  enum Pattern {
    REQUEST_RESPONSE(""),
    SYNC(".sync"),
    SYNC_2(".sync:2"),
    WAIT_FOR_TASK_TOKEN(".waitForTaskToken");

    private final String suffix;

    Pattern(String suffix) {
      this.suffix = suffix;
    }

    public String suffix() {
      return suffix;
    }
  }
}
