package io.millrace.pipelines.book.handler;

import java.io.IOException;
import java.nio.file.Path;

/// The local disk failed while a stage worked on temporary files: usually it is full.
public final class WorkFolderException extends RuntimeException {
  public WorkFolderException(Path folder, IOException cause) {
    super(
        "Temporary files in "
            + folder
            + " failed: "
            + cause.getMessage()
            + ". Free some disk space, or name another folder in BOOK_WORK_FOLDER; nothing already"
            + " made is lost.",
        cause);
  }
}
