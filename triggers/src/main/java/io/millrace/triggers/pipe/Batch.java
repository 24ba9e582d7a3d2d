package io.millrace.triggers.pipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;

/// Messages that go into one execution's input, in the order in which they came.
record Batch(List<PreparedMessage> prepared) {
  /// Step Functions quotas: "Maximum input or output size … 256 KiB". A batch ends before it grows
  /// beyond (user guide, "Batching behavior"); a single message that is larger goes alone, and is
  /// refused by the state machine.
  private static final int INPUT_BYTES_MAX = 256 * 1024;

  Batch {
    prepared = List.copyOf(prepared);
  }

  /// @param most messages in one batch
  static List<Batch> of(List<PreparedMessage> messages, int most) {
    List<Batch> batches = new ArrayList<>();
    List<PreparedMessage> current = new ArrayList<>();
    int bytes = 2;
    for (PreparedMessage message : messages) {
      int added = message.json().getBytes(StandardCharsets.UTF_8).length + 1;
      if (!current.isEmpty() && (current.size() == most || bytes + added > INPUT_BYTES_MAX)) {
        batches.add(new Batch(current));
        current = new ArrayList<>();
        bytes = 2;
      }
      current.add(message);
      bytes += added;
    }
    if (!current.isEmpty()) batches.add(new Batch(current));
    return batches;
  }

  /// The execution's input: always a JSON array, also of one element (user guide, "Batching
  /// behavior").
  String input() {
    return prepared.stream().map(PreparedMessage::json).collect(Collectors.joining(",", "[", "]"));
  }

  List<Message> messages() {
    return prepared.stream().map(PreparedMessage::message).toList();
  }

  Set<String> ids() {
    return prepared.stream().map(m -> m.message().messageId()).collect(Collectors.toSet());
  }
}
