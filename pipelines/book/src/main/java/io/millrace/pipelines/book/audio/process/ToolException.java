package io.millrace.pipelines.book.audio.process;

import org.jspecify.annotations.Nullable;

/// A program that works on sound did not do its job. The message is one paragraph: what, where, and
/// what to do. Step Functions sees the subclass's full name as the error name.
public abstract sealed class ToolException extends RuntimeException
    permits ToolMissingException, ToolFailedException, ToolInterruptedException, DiskFullException {

  ToolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
