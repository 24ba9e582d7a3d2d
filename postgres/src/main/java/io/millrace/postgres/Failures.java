package io.millrace.postgres;

import io.millrace.engine.journal.JournalUnavailableException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What an error of PostgreSQL means for the caller.
public final class Failures {
  private Failures() {}

  /// The exception to throw: [JournalUnavailableException] when repeating may help,
  /// [IllegalStateException] when it cannot. The latter are classes 22 (data exception) and 23
  /// (constraint violation) of the SQL standard: a mistake of ours, for requests are checked
  /// before.
  ///
  /// @param what what failed, a clause without a full stop
  public static RuntimeException of(String what, SQLException e) {
    @Nullable String state = e.getSQLState();
    String message = what + ": " + e.getMessage();
    return state != null && (state.startsWith("22") || state.startsWith("23"))
        ? new IllegalStateException(message, e)
        : new JournalUnavailableException(message, e);
  }
}
