package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.State;
import io.millrace.asl.model.WaitUntil;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Scopes;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/// Wait states: a due time, never a sleeping thread. The due time is computed from the Entered
/// event, or from the redrive that took the state up again, so a restart keeps it.
final class Waits {
  private static final long YEARS_100_SECONDS = 3_155_760_000L;

  private Waits() {}

  static void begin(Run run, Frame frame, State.Wait wait) {
    Payload input = Inputs.effective(run, frame);
    long due = dueMillis(run, frame, wait.until(), input.node());
    if (due <= run.nowMillis) {
      Outputs.leave(run, frame, input);
    } else {
      run.x.arm(frame, due);
    }
  }

  private static long dueMillis(Run run, Frame frame, WaitUntil until, JsonNode input) {
    JsonNode value = until.value().evaluate(Scopes.repeatable(run.x, frame, input));
    return switch (until) {
      case WaitUntil.Seconds seconds -> frame.workMillis() + seconds(frame, seconds, value) * 1000;
      case WaitUntil.Timestamp timestamp -> timestamp(frame, timestamp, value);
    };
  }

  private static long seconds(Frame frame, WaitUntil.Seconds seconds, JsonNode value) {
    // Recorded: base/test_base_wait_seconds_path.
    String where = "The " + seconds.field() + " parameter ";
    String what = ": " + seconds.value().text() + " == " + plain(value);
    if (!value.isIntegralNumber()) {
      throw failure(frame, seconds.field(), where + "cannot be parsed as a long value" + what);
    }
    if (value.longValue() < 0) {
      throw failure(frame, seconds.field(), where + "references a negative value" + what);
    }
    return Math.min(value.longValue(), YEARS_100_SECONDS);
  }

  private static long timestamp(Frame frame, WaitUntil.Timestamp timestamp, JsonNode value) {
    if (value.isTextual()) {
      try {
        return OffsetDateTime.parse(value.textValue(), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
            .toInstant()
            .toEpochMilli();
      } catch (DateTimeException | ArithmeticException _) {
        // said below
      }
    }
    // Recorded: scenarios/test_wait_timestamp_path and test_wait_timestamp_jsonata.
    String text =
        frame.state().queryLanguage() == QueryLanguage.JSONATA
            ? "The "
                + timestamp.field()
                + " field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                + plain(value)
            : "The "
                + timestamp.field()
                + " parameter does not reference a valid ISO-8601 extended offset date-time format"
                + " string: "
                + timestamp.value().text()
                + " == "
                + plain(value);
    throw failure(frame, timestamp.field(), text);
  }

  private static String plain(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static ExpressionFailure failure(Frame frame, String field, String text) {
    return frame.state().queryLanguage() == QueryLanguage.JSONATA
        ? new ExpressionFailure("States.QueryEvaluationError", text, field)
        : new ExpressionFailure("States.Runtime", text, null);
  }
}
