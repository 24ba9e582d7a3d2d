package io.millrace.cli.book;

import io.millrace.cli.ExitCode;
import io.millrace.postgres.embedded.EmbeddedPostgresException;
import io.millrace.runtime.RefusedException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Says what this machine lacks, or that Millrace is at fault, in one paragraph; the stack trace
/// goes to the log.
record EnvironmentTrouble(PrintStream err, Path dataFolder, Path log) {

  /// Prints the trouble; returns the exit code.
  int explain(Exception trouble) {
    LoggerFactory.getLogger(EnvironmentTrouble.class).error("the command ends", trouble);
    err.println();
    int code = ExitCode.of(trouble);
    err.println("mill: " + (code == ExitCode.FAILED ? defect(trouble) : paragraph(trouble)));
    err.println("Nothing that was finished is lost; the same command goes on. Details: " + log);
    return code;
  }

  private static String defect(Exception trouble) {
    return "Something happened that Millrace does not expect ("
        + trouble
        + "). That is a defect of it: please report it with the end of the log.";
  }

  private String paragraph(Exception trouble) {
    return switch (trouble) {
      case EmbeddedPostgresException e -> String.valueOf(e.getMessage());
      case RefusedException e ->
          "The engine's journal cannot be reached: "
              + e.getMessage()
              + ". See whether PostgreSQL runs and has room on its disk.";
      case FileSystemException e ->
          "The file or folder "
              + e.getFile()
              + " cannot be written or read ("
              + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
              + "). Choose another with --data or --out, or make room.";
      case UncheckedIOException e when e.getCause() instanceof FileSystemException cause ->
          paragraph(cause);
      default ->
          trouble.getMessage() == null
              ? "Unexpected: " + trouble
              : trouble.getMessage() + " (data folder " + dataFolder + ")";
    };
  }
}
