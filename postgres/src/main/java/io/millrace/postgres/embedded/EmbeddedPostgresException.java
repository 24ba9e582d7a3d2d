package io.millrace.postgres.embedded;

import org.jspecify.annotations.Nullable;

/// The embedded server could not be started, used or stopped. The message is one paragraph meant
/// for a person: what happened, where, and what to do.
public final class EmbeddedPostgresException extends RuntimeException {
  /// What stands in the way; one constant for each thing a person would do differently about.
  public enum Problem {
    /// Another live process holds the data folder.
    LOCKED,
    /// The data folder holds a database of another major version.
    OTHER_VERSION,
    /// The data folder is damaged or is not a data folder.
    CORRUPT,
    /// The file system is full.
    DISK_FULL,
    /// The operating system refuses access to the folder, or to any unprivileged account when
    /// running as root.
    NO_PERMISSION,
    /// The configured port belongs to somebody else.
    PORT_TAKEN,
    /// There are no PostgreSQL binaries for this operating system and processor.
    NO_BINARIES,
    /// Anything else; the message quotes what PostgreSQL wrote.
    FAILED
  }

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  EmbeddedPostgresException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  EmbeddedPostgresException(Problem problem, String message) {
    this(problem, message, null);
  }

  public Problem problem() {
    return problem;
  }
}
