package io.millrace.local.sqs;

import java.util.Map;

/// A message as it lies in its queue.
///
/// @param attributes those that are texts or numbers, by name
public record StoredMessage(String id, Map<String, String> attributes) {
  public StoredMessage {
    attributes = Map.copyOf(attributes);
  }
}
