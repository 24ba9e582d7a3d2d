package io.millrace.pipelines.book.audio;

/// There is no sound to make an audiobook of: every chapter's file is missing or empty. Permanent
/// until chapters are spoken.
public final class SilentBookException extends RuntimeException {

  public SilentBookException(String message) {
    super(message);
  }
}
