package io.millrace.postgres.journal;

import io.millrace.engine.journal.ExecutionWrite;
import java.sql.SQLException;
import java.util.List;

/// Events that do not continue what is stored: a mistake of this program, never of the world.
final class BrokenHistory {
  /// Raised by the function `broken_history` of the schema, with `ID LAST_EVENT_ID` in the message.
  static final String SQL_STATE = "MR001";

  private BrokenHistory() {}

  static IllegalStateException of(ExecutionWrite write, long storedLast) {
    return new IllegalStateException(
        "events from %d to %d of %s do not continue the stored ones, which end at %d"
            .formatted(
                write.firstEventId(), write.lastEventId(), write.header().arn(), storedLast));
  }

  static IllegalStateException of(List<ExecutionWrite> writes, SQLException raised) {
    String message = String.valueOf(raised.getMessage());
    for (ExecutionWrite write : writes) {
      int at = message.indexOf(write.header().id().toString());
      if (at >= 0) {
        String last = message.substring(at + 37).split("\\D", 2)[0];
        return of(write, Long.parseLong(last));
      }
    }
    return new IllegalStateException("a history would be broken: " + message, raised);
  }
}
