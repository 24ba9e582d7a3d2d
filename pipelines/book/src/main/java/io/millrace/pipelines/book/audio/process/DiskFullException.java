package io.millrace.pipelines.book.audio.process;

import org.jspecify.annotations.Nullable;

/// There is no room left where the sound is worked on. A repeat is worth it once there is.
public final class DiskFullException extends ToolException {

  public DiskFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
