package io.millrace.triggers.event;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionWrite;
import java.util.List;

/// What became of executions, as a journal stores it.
final class Happened {
  private Happened() {}

  static ExecutionWrite failed(ExecutionHeader header, String input, String error, String cause) {
    return new ExecutionWrite(
        header,
        true,
        List.of(
            started(header, input),
            new HistoryEvent(
                2,
                1,
                header.startMillis() + 1_500,
                EventType.ExecutionFailed,
                new EventDetails.Failure(error, cause))),
        ExecutionStatus.FAILED,
        header.startMillis() + 1_500,
        null,
        false);
  }

  static ExecutionWrite succeeded(ExecutionHeader header, String input, String output) {
    return new ExecutionWrite(
        header,
        true,
        List.of(
            started(header, input),
            new HistoryEvent(
                2,
                1,
                header.startMillis() + 1_500,
                EventType.ExecutionSucceeded,
                new EventDetails.Output(Payload.ofText(output)))),
        ExecutionStatus.SUCCEEDED,
        header.startMillis() + 1_500,
        null,
        false);
  }

  private static HistoryEvent started(ExecutionHeader header, String input) {
    return new HistoryEvent(
        1,
        0,
        header.startMillis(),
        EventType.ExecutionStarted,
        new EventDetails.ExecutionStart(Payload.ofText(input), header.roleArn()));
  }
}
