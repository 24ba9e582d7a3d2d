package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Retrier;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of control: the execution itself, a branch, or an iteration. Only [Fold] changes what
/// history determines.
public final class Frame {
  private final @Nullable Frame parent;
  private final int index;
  private final StateGraph graph;
  private Phase phase = new Phase.Unstarted();
  private @Nullable State state;
  private Payload input = Payload.EMPTY_OBJECT;
  private long enteredEventId;
  private long enteredMillis;
  private long beforeEnteredEventId;
  private long cursor;
  private Map<String, JsonNode> variables;
  private int[] retries = NO_RETRIES;
  private int retryCount;
  private Payload output = Payload.NULL;
  private Phase.@Nullable Failed failure;
  private @Nullable JsonNode mapItem;
  private boolean begun;
  private long touchedMillis;
  private int moves;
  private boolean startedChildren;
  private boolean failureTold;
  private @Nullable Children children;
  private @Nullable MapRunOfFrame mapRun;
  private long workMillis;
  private long dueMillis = Long.MAX_VALUE;

  private static final int[] NO_RETRIES = new int[0];

  Frame(@Nullable Frame parent, int index, StateGraph graph) {
    this.parent = parent;
    this.index = index;
    this.graph = graph;
    this.variables = parent == null ? Map.of() : parent.variables;
  }

  public @Nullable Frame parent() {
    return parent;
  }

  /// Which branch or iteration of its parent this is, from 0.
  public int index() {
    return index;
  }

  public StateGraph graph() {
    return graph;
  }

  public Phase phase() {
    return phase;
  }

  /// The state it is in.
  ///
  /// @throws IllegalStateException before the first
  public State state() {
    State current = state;
    if (current == null) {
      throw new IllegalStateException("no state has been entered");
    }
    return current;
  }

  /// The raw input of the state, or of the first one before it is entered.
  public Payload input() {
    return input;
  }

  public long enteredEventId() {
    return enteredEventId;
  }

  public long enteredMillis() {
    return enteredMillis;
  }

  /// When the state's work began: when it was entered or, if that was later, when the execution was
  /// redriven.
  public long workMillis() {
    return workMillis;
  }

  /// The event that the state's Entered event follows.
  public long beforeEnteredEventId() {
    return beforeEnteredEventId;
  }

  /// The event that the next one of this frame follows.
  public long cursor() {
    return cursor;
  }

  /// Variables visible here, by name without the dollar sign.
  public Map<String, JsonNode> variables() {
    return variables;
  }

  /// Whether the current state's branches or iterations have been started at least once.
  boolean hasStartedChildren() {
    return startedChildren;
  }

  /// Whether `MapStateFailed` or `ParallelStateFailed` has been written since the state was entered
  /// or redriven.
  boolean isFailureTold() {
    return failureTold;
  }

  void tellFailure() {
    failureTold = true;
  }

  /// The children that the current state started last, or null.
  @Nullable Children children() {
    return children;
  }

  /// The Map Run that the current state started last, as long as a redrive of the execution would
  /// redrive it; else null.
  public @Nullable MapRunOfFrame mapRun() {
    return mapRun;
  }

  void setMapRun(@Nullable MapRunOfFrame current) {
    mapRun = current;
  }

  /// How often the phase has changed: tells whether a step moved the frame.
  public int moves() {
    return moves;
  }

  /// How often this retrier of the current state has been used.
  public int retriesOf(int retrier) {
    return retrier < retries.length ? retries[retrier] : 0;
  }

  /// How often the current state has been retried at all (`$$.State.RetryCount`).
  public int retryCount() {
    return retryCount;
  }

  /// The output of the last state that was left.
  public Payload output() {
    return output;
  }

  /// How the current state's work failed last, or null.
  public Phase.@Nullable Failed failure() {
    return failure;
  }

  /// The item of the nearest enclosing Map iteration with its index, or null.
  public @Nullable Frame iteration() {
    Frame frame = this;
    while (frame != null && frame.mapItem == null) {
      frame = frame.parent;
    }
    return frame;
  }

  /// The item this frame iterates over, or null when it is no iteration.
  public @Nullable JsonNode mapItem() {
    return mapItem;
  }

  /// When this frame moves by itself, in milliseconds since the epoch; [Long#MAX_VALUE] for never.
  public long dueMillis() {
    return dueMillis;
  }

  /// Whether it still has something to do.
  public boolean isLive() {
    return !(phase instanceof Phase.Ended || phase instanceof Phase.Broken);
  }

  void setDueMillis(long due) {
    dueMillis = due;
  }

  void setPhase(Phase next) {
    phase = next;
    moves++;
    if (next instanceof Phase.Running running) {
      startedChildren = true;
      children = running.children();
    }
    dueMillis = Long.MAX_VALUE;
  }

  void setFailed(Phase.Failed reason) {
    failure = reason;
    setPhase(reason);
  }

  /// Moves the cursor on.
  void follow(long eventId) {
    cursor = eventId;
  }

  /// Names the reason why a container's work is over, while it still is in its own phase.
  void noteFailure(Phase.Failed reason) {
    failure = reason;
  }

  /// When its last event happened, in milliseconds since the epoch.
  public long touchedMillis() {
    return touchedMillis;
  }

  void touch(long atMillis) {
    touchedMillis = atMillis;
  }

  /// Whether its first event has been written.
  public boolean isBegun() {
    return begun;
  }

  void markBegun() {
    begun = true;
  }

  void begin(Payload firstInput, long previousEventId, @Nullable JsonNode item) {
    input = firstInput;
    cursor = previousEventId;
    mapItem = item;
  }

  void enter(State next, Payload nextInput, long eventId, long atMillis, long previousEventId) {
    state = next;
    begun = true;
    input = nextInput;
    enteredEventId = eventId;
    enteredMillis = atMillis;
    workMillis = atMillis;
    beforeEnteredEventId = previousEventId;
    cursor = eventId;
    failure = null;
    startedChildren = false;
    children = null;
    mapRun = null;
    startCounting();
    setPhase(new Phase.Entered());
  }

  private void startCounting() {
    failureTold = false;
    retryCount = 0;
    retries =
        state instanceof State.Recoverable recoverable && !recoverable.retry().isEmpty()
            ? new int[recoverable.retry().size()]
            : NO_RETRIES;
  }

  /// Takes the current state up again, without its failure and with all its retries.
  void takeUp(Phase next, long atMillis) {
    failure = null;
    workMillis = atMillis;
    startCounting();
    setPhase(next);
  }

  /// Takes a branch or iteration up again that has not entered its first state; or, with the
  /// execution's input, the whole execution.
  void takeUpBeforeFirst(Payload firstInput) {
    failure = null;
    input = firstInput;
    state = null;
    enteredEventId = 0;
    variables = parent == null ? Map.of() : parent.variables;
    setPhase(new Phase.Unstarted());
  }

  void exit(Payload newOutput, long eventId) {
    output = newOutput;
    cursor = eventId;
  }

  void assign(Map<String, JsonNode> assigned) {
    if (!assigned.isEmpty()) {
      Map<String, JsonNode> all = new HashMap<>(variables);
      all.putAll(assigned);
      variables = all;
    }
  }

  /// Counts a retry that begins, by the retrier that the last failure matches.
  void countRetry(int retrier, List<Retrier> retry) {
    if (retrier >= 0 && retrier < retry.size()) {
      retries[retrier]++;
    }
    retryCount++;
  }
}
