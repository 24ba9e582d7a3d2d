package io.millrace.runtime.map.items;

/// Items cannot be read: the Map Run fails with `States.ItemReaderFailed` and this message.
public final class ItemReadingException extends Exception {
  private static final long serialVersionUID = 1L;

  public ItemReadingException(String message) {
    super(message, null, false, false);
  }
}
