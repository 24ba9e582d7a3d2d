package io.millrace.cli.stages.redrive;

import io.millrace.triggers.event.target.OriginalMessageTarget;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;

/// What a rule for failed executions adds to a message that it puts into the dead-letter queue
/// ([OriginalMessageTarget]).
final class FailureAttributes {
  private FailureAttributes() {}

  /// Whether the attribute of this name is one of them.
  static boolean isOne(String name) {
    return name.startsWith(OriginalMessageTarget.PREFIX);
  }

  /// The id of the message that the failed execution was started with, which named its run.
  static Optional<String> firstMessageId(Message message) {
    var id = message.messageAttributes().get(OriginalMessageTarget.MESSAGE_ID);
    return id == null ? Optional.empty() : Optional.ofNullable(id.stringValue());
  }
}
