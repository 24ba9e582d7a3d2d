package io.millrace.triggers.event.target;

import io.millrace.triggers.event.StatusChangeEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What tells a second delivery of an event from another event.
final class Deduplication {
  private Deduplication() {}

  /// For FIFO queues and topics: 64 characters of the 128 allowed.
  static String id(StatusChangeEvent event) {
    try {
      byte[] about = event.deduplicationId().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(about));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
