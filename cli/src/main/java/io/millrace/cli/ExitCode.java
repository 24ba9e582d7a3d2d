package io.millrace.cli;

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
}
