package io.millrace.triggers.event;

import org.jspecify.annotations.Nullable;

/// Where a rule's events go (API_Target).
///
/// @param id unique within its rule
/// @param arn of a Lambda function, an SNS topic or an SQS queue; or an `https:` or `http:` URL,
///   which gets the event by POST
/// @param input constant JSON text instead of the event, or null
/// @param inputPath path of the part of the event that is sent, or null for all of it
/// @param messageGroupId of a FIFO queue, or null
/// @param originalMessage of a queue: whether it gets the messages that the execution was started
///   with instead of the event
/// @param deadLetterArn of the queue that takes what the target does not, or null
public record RuleTarget(
    String id,
    String arn,
    @Nullable String input,
    @Nullable String inputPath,
    @Nullable String messageGroupId,
    boolean originalMessage,
    RetryPolicy retryPolicy,
    @Nullable String deadLetterArn) {

  /// A target that gets whole events.
  public static RuleTarget of(String id, String arn) {
    return new RuleTarget(id, arn, null, null, null, false, RetryPolicy.STANDARD, null);
  }

  /// The queue where the messages of failed executions end, as those of failed deliveries do. It is
  /// asked until it takes them.
  public static RuleTarget originalMessages(String id, String queueArn) {
    return new RuleTarget(id, queueArn, null, null, null, true, RetryPolicy.ENDLESS, null);
  }
}
