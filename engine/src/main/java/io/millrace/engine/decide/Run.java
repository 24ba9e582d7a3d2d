package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.Fold;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Phase;
import io.millrace.engine.execution.Scopes;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskTokens;
import java.util.ArrayList;
import java.util.List;

/// One decision in the making: writes events, collects effects, and steps frames until each waits
/// for something. Used by one thread, thrown away after the decision.
final class Run {
  final Execution x;
  final long nowMillis;
  final TaskTokens tokens;
  final EngineLimits limits;
  private final List<HistoryEvent> events = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();

  Run(Execution x, long nowMillis, TaskTokens tokens, EngineLimits limits) {
    this.x = x;
    this.nowMillis = nowMillis;
    this.tokens = tokens;
    this.limits = limits;
  }

  /// The history has no room for another event: the execution fails.
  static final class HistoryFull extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HistoryFull() {
      super("the history is full", null, false, false);
    }
  }

  /// What an expression sees that is evaluated once.
  Scope scope(Frame frame, JsonNode input, Scopes.Use use) {
    return Scopes.once(x, frame, input, use, null, nowMillis);
  }

  /// Writes the frame's next event.
  HistoryEvent emit(Frame frame, EventType type, EventDetails details) {
    return emit(frame, frame.cursor(), nowMillis, type, details);
  }

  /// Writes an event with a link and a time of its own.
  HistoryEvent emit(
      Frame frame, long previousEventId, long atMillis, EventType type, EventDetails details) {
    long id = x.lastEventId() + 1;
    if (id >= limits.historyEventsMax() && !endsExecution(type)) {
      throw new HistoryFull();
    }
    HistoryEvent event = new HistoryEvent(id, previousEventId, atMillis, type, details);
    Fold.apply(x, frame, event);
    events.add(event);
    return event;
  }

  private static boolean endsExecution(EventType type) {
    return type == EventType.ExecutionSucceeded
        || type == EventType.ExecutionFailed
        || type == EventType.ExecutionAborted
        || type == EventType.ExecutionTimedOut;
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  /// Asks for the frame's open attempt to be carried out, and arms its timeouts.
  void dispatch(Frame frame, Phase.Attempt attempt) {
    effect(new Effect.DispatchTask(Tasks.attempt(this, frame, attempt)));
    armAttempt(frame, attempt);
  }

  void armAttempt(Frame frame, Phase.Attempt attempt) {
    x.arm(frame, Math.min(attempt.timeoutMillis(), attempt.heartbeatMillis()));
  }

  /// Ends the execution: nothing else of it goes on.
  void end(EventType type, long previousEventId, EventDetails details) {
    for (Long open : x.openAttempts()) {
      effect(new Effect.CancelTask(open));
    }
    for (Frame open : x.mapRuns().values()) {
      MapRuns.cancel(this, open);
    }
    emit(x.root(), previousEventId, nowMillis, type, details);
  }

  /// Steps all frames that can go on. Stops early, asking to be resumed, when the decision has
  /// grown large.
  void drain() {
    Frame frame = x.ready().poll();
    while (frame != null) {
      if (!Stepping.step(this, frame)) {
        x.ready().addFirst(frame);
        effect(new Effect.GoOn());
        return;
      }
      frame = x.ready().poll();
    }
  }

  /// The history has no room left: its last event, number 25,000, says so (FACTS B5).
  void endFull() {
    end(
        EventType.ExecutionFailed,
        x.root().cursor(),
        new EventDetails.Failure(
            "States.Runtime",
            "The execution reached the maximum number of history events ("
                + limits.historyEventsMax()
                + ")."));
  }

  /// Whether this decision is large enough.
  boolean isLarge() {
    return events.size() >= limits.decisionEventsMax();
  }

  /// Whether the text is longer than a state may hand on.
  boolean isTooLarge(Payload payload) {
    String text = payload.text();
    if (text.length() <= limits.payloadBytesMax() / 3) {
      return false;
    }
    return text.length() > limits.payloadBytesMax() || utf8Length(text) > limits.payloadBytesMax();
  }

  private static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is four bytes, two for each half.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  Decision decided(boolean accepted) {
    return new Decision(events, effects, accepted);
  }

  /// The token of the attempt that the next event would schedule.
  String nextToken() {
    return tokens.issue(x.header().id(), x.lastEventId() + 1);
  }
}
