package io.millrace.pipelines.book.audio.process;

import org.jspecify.annotations.Nullable;

/// The program is not there, or may not be executed. Permanent until it is installed.
public final class ToolMissingException extends ToolException {

  public ToolMissingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
