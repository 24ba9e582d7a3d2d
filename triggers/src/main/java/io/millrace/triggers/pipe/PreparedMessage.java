package io.millrace.triggers.pipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.awssdk.services.sqs.model.Message;

/// A message that passed the filters.
///
/// @param key names its execution, alone or with others'
/// @param json its element of the execution's input
record PreparedMessage(Message message, String key, String json) {

  /// @param record its record, its body still text
  static PreparedMessage of(Message message, ObjectNode record, ExecutionNames names, String json) {
    return new PreparedMessage(message, names.key(message, record), json);
  }
}
