package io.millrace.pipelines.book.audio.process;

import org.jspecify.annotations.Nullable;

/// The program ended with a failure, or its pipes broke; the message ends with its own last words.
public final class ToolFailedException extends ToolException {

  public ToolFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
