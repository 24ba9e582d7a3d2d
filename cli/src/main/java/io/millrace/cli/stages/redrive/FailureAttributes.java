package io.millrace.cli.stages.redrive;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.Message;

/// What a rule for failed executions adds to a message that it puts into the dead-letter queue
/// ([io.millrace.triggers.event.target.OriginalMessageTarget]).
final class FailureAttributes {
  private static final String EXECUTION_ARN = "executionArn";
  private static final Set<String> NAMES =
      Set.of(EXECUTION_ARN, "deduplicationId", "executionStatus", "error", "cause");

  /// A message's id, perhaps with the number of times that it was put back: how a pipe names the
  /// execution of a message that says nothing else.
  private static final Pattern OF_MESSAGE =
      Pattern.compile("(?<id>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?:-[0-9]{1,4})?");

  private FailureAttributes() {}

  /// Whether the attribute of this name is one of them.
  static boolean isOne(Message message, String name) {
    return message.messageAttributes().containsKey(EXECUTION_ARN) && NAMES.contains(name);
  }

  /// The id of the message that the failed execution was started with, which named its run.
  static Optional<String> firstMessageId(Message message) {
    var arn = message.messageAttributes().get(EXECUTION_ARN);
    if (arn == null || arn.stringValue() == null) {
      return Optional.empty();
    }
    var name = arn.stringValue().substring(arn.stringValue().lastIndexOf(':') + 1);
    var matcher = OF_MESSAGE.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group("id")) : Optional.empty();
  }
}
