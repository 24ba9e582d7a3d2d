package io.millrace.cli;

import io.millrace.engine.journal.JournalUnavailableException;
import io.millrace.pipelines.book.config.ConfigurationException;
import io.millrace.postgres.embedded.EmbeddedPostgresException;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/// What `mill` tells the shell.
public final class ExitCode {
  /// Done.
  public static final int OK = 0;

  /// The work failed: a book that could not be made, or made only in part.
  public static final int FAILED = 1;

  /// The command line makes no sense.
  public static final int USAGE = 2;

  /// This machine lacks something: a program, a free port, room on the disk, the data folder.
  public static final int ENVIRONMENT = 3;

  /// Stopped by Ctrl-C or SIGTERM (128 + SIGINT, as shells count).
  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  /// Whose fault a failure is: the machine's when its root is a file, a socket, PostgreSQL or a
  /// setting, else ours ([#FAILED]).
  public static int of(Throwable trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case IOException _,
            UncheckedIOException _,
            SQLException _,
            EmbeddedPostgresException _,
            JournalUnavailableException _,
            ConfigurationException _ -> {
          return ENVIRONMENT;
        }
        case RefusedException e when e.refusal() instanceof Refusal.Unavailable -> {
          return ENVIRONMENT;
        }
        default -> {}
      }
    }
    return FAILED;
  }
}
