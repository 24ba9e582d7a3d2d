package io.millrace.local.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// Names one receive of one message. It outlives a restart, so that a receiver that worked
/// meanwhile can still delete its message.
///
/// @param queue the queue's number
/// @param message the message's number
/// @param receives the message's receive count when it was handed out
record ReceiptHandle(long queue, long message, int receives) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):(\\d{1,18}):(\\d{1,9})");

  @Override
  public String toString() {
    var text = queue + ":" + message + ":" + receives;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// @throws SqsError when it is none of this endpoint's
  static ReceiptHandle of(String handle) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(handle), StandardCharsets.US_ASCII);
      var parts = TEXT.matcher(text);
      if (parts.matches()) {
        return new ReceiptHandle(
            Long.parseLong(parts.group(1)),
            Long.parseLong(parts.group(2)),
            Integer.parseInt(parts.group(3)));
      }
    } catch (IllegalArgumentException _) {
      // Not base64: the same answer.
    }
    throw SqsError.receiptHandleIsInvalid(handle);
  }
}
