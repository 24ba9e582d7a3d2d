package io.millrace.pipelines.book.audio.process;

import org.jspecify.annotations.Nullable;

/// The calling thread was interrupted; the program was killed and nothing it wrote is of use. The
/// thread's interrupt flag is set.
public final class ToolInterruptedException extends ToolException {

  public ToolInterruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
