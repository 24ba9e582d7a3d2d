package io.millrace.engine.execution;

import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How often an execution has been redriven, and by what.
///
/// @param count 0 before the first
/// @param lastMillis when last, in milliseconds since the epoch; 0 before the first
/// @param byMapRun the last redrive of its Map Run that redrove this child, from 1; 0 before that
/// @param requests the latest requests that had a token, the last one last; only its history tells
///   of them, not an execution's row
public record Redrives(int count, long lastMillis, int byMapRun, List<Request> requests) {
  /// As a row tells it.
  public Redrives(int count, long lastMillis, int byMapRun) {
    this(count, lastMillis, byMapRun, List.of());
  }

  /// Of an execution that has not been redriven.
  public static final Redrives NONE = new Redrives(0, 0, 0, List.of());

  /// API reference, RedriveExecution, `clientToken`.
  private static final int REQUESTS_REMEMBERED = 10;

  private static final long REMEMBERED_MILLIS = 15 * 60_000L;

  /// A request that redrove the execution.
  public record Request(String clientToken, long atMillis) {}

  public Redrives {
    requests = List.copyOf(requests);
  }

  /// As this history tells it.
  public static Redrives of(List<HistoryEvent> history) {
    Redrives redrives = NONE;
    for (HistoryEvent event : history) {
      if (event.details() instanceof EventDetails.ExecutionRedriven redrive) {
        redrives = redrives.and(redrive, event.timestampMillis());
      }
    }
    return redrives;
  }

  /// With one more.
  Redrives and(EventDetails.ExecutionRedriven redrive, long atMillis) {
    List<Request> all = new ArrayList<>(requests);
    String token = redrive.clientToken();
    if (token != null) {
      all.add(new Request(token, atMillis));
    }
    return new Redrives(
        redrive.redriveCount(),
        atMillis,
        Math.max(byMapRun, redrive.mapRunRedrive()),
        all.subList(Math.max(0, all.size() - REQUESTS_REMEMBERED), all.size()));
  }

  /// Whether a request with this token is a repetition: one of the last ten that redrove the
  /// execution, within fifteen minutes.
  public boolean isRepetition(@Nullable String clientToken, long nowMillis) {
    return clientToken != null
        && requests.stream()
            .anyMatch(
                request ->
                    request.clientToken().equals(clientToken)
                        && nowMillis - request.atMillis() <= REMEMBERED_MILLIS);
  }

  /// When the last request with this token redrove the execution, or without one when it was
  /// redriven last, in milliseconds since the epoch.
  public long millisOf(@Nullable String clientToken) {
    for (Request request : requests.reversed()) {
      if (request.clientToken().equals(clientToken)) {
        return request.atMillis();
      }
    }
    return lastMillis;
  }
}
