package io.millrace.runtime.shard;

import io.millrace.asl.json.Payload;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// About how many bytes events take, so that a batch of large payloads is committed in parts.
public final class Weights {
  private static final long EVENT = 16;

  private Weights() {}

  @SuppressWarnings(
      "ReferenceEquality") // a payload handed on is the same object; comparing texts would cost
  public static long of(List<HistoryEvent> events) {
    long weight = 0;
    @Nullable Payload last = null;
    for (HistoryEvent event : events) {
      weight += EVENT;
      Payload payload = payload(event.details());
      if (payload != null && payload != last) {
        weight += payload.text().length();
        last = payload;
      }
    }
    return weight;
  }

  private static @Nullable Payload payload(EventDetails details) {
    return switch (details) {
      case EventDetails.StateEntered d -> d.input();
      case EventDetails.StateExited d -> d.output();
      case EventDetails.ExecutionStart d -> d.input();
      case EventDetails.Output d -> d.output();
      case EventDetails.TaskScheduled d -> d.parameters();
      case EventDetails.TaskOutput d -> d.output();
      case EventDetails.LambdaScheduled d -> d.input();
      case EventDetails.ActivityScheduled d -> d.input();
      case EventDetails.None _,
          EventDetails.Failure _,
          EventDetails.ExecutionRedriven _,
          EventDetails.MapRunRedriven _,
          EventDetails.TaskStarted _,
          EventDetails.TaskFailure _,
          EventDetails.ActivityStarted _,
          EventDetails.MapStarted _,
          EventDetails.MapRunStarted _,
          EventDetails.Iteration _,
          EventDetails.EvaluationFailed _ ->
          null;
    };
  }
}
