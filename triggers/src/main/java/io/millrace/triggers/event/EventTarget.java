package io.millrace.triggers.event;

/// Something that takes events. Implementations are safe for concurrent use, and bound the time
/// they take.
public interface EventTarget {
  /// Hands an event over. After return it is the target's.
  ///
  /// @param payload what the target gets: the event as JSON text, or what the rule makes of it
  /// @throws NotTakenException when it has to be tried again
  void take(StatusChangeEvent event, String payload) throws NotTakenException, InterruptedException;

  /// A target did not take an event.
  final class NotTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotTakenException(String message) {
      super(message, null, false, false);
    }
  }
}
