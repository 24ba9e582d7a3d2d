package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.RecordPath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/// Names executions after the messages they are for, so that a message that SQS delivers twice
/// starts one Standard execution: names are used once. Pipes on AWS give no names, so there each
/// delivery is an execution.
///
/// The message's id tells a second delivery from a second message, but nothing more: a publisher
/// that repeats itself, because the answer to its first call was lost, makes a second message (and
/// with SNS a second `MessageId`). Only a key of the publisher's own holds across that, hence
/// `nameFrom`.
final class ExecutionNames {
  /// What CloudWatch Logs can log as well (API_StartExecution), short enough for a suffix.
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z_-]{1,72}");

  private static final int HASH_CHARACTERS = 40;

  private final @Nullable RecordPath from;

  /// @param from path of the name in a record; null: the message's id
  ExecutionNames(@Nullable RecordPath from) {
    this.from = from;
  }

  /// What names one message's execution. A record without a value at the path is named by the
  /// message's id.
  String key(Message message, ObjectNode record) {
    JsonNode found = from == null ? null : from.find(record);
    if (found == null || !found.isValueNode() || found.isNull() || found.asText().isEmpty()) {
      return message.messageId();
    }
    return found.asText();
  }

  /// The name for one or more messages. That for several holds only as long as the same ones come
  /// together, which SQS does not promise: exactly one execution per message wants batch size 1.
  static String of(List<PreparedMessage> messages) {
    if (messages.size() == 1) {
      String key = messages.getFirst().key();
      return PLAIN.matcher(key).matches() ? key : hash(key);
    }
    return "batch-"
        + hash(String.join("\n", messages.stream().map(PreparedMessage::key).sorted().toList()));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
