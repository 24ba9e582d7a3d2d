package io.millrace.engine.execution;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateMachineDefinition;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An execution as the fold of its history. Mutable and confined: only the shard that owns it
/// touches it.
///
/// What history determines is changed by [Fold] alone. The rest (what is ready to go on, what is
/// due) is a working set that [io.millrace.engine.decide.Command.Resume] builds anew after a
/// restart.
public final class Execution {
  private final ExecutionHeader header;
  private final StateMachineDefinition definition;
  private final Frame root;
  private final Map<Long, Frame> openAttempts = new HashMap<>(4);
  private final ArrayDeque<Frame> ready = new ArrayDeque<>(4);
  private final PriorityQueue<Due> dues = new PriorityQueue<>(4);
  private @Nullable Map<Long, Frame> openMapRuns;
  private ExecutionStatus status = ExecutionStatus.RUNNING;
  private Payload input = Payload.EMPTY_OBJECT;
  private long lastEventId;
  private boolean needsRevival;
  private @Nullable Long stopMillis;
  private boolean countsRedrives = true;
  private @Nullable String endError;
  private Redrives redrives = Redrives.NONE;

  private record Due(long atMillis, long enteredEventId, int moves, Frame frame)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      // Ties by the order of entering, so that a restart keeps the order.
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : Long.compare(enteredEventId, other.enteredEventId);
    }
  }

  Execution(ExecutionHeader header, StateMachineDefinition definition) {
    this.header = header;
    this.definition = definition;
    this.root = new Frame(null, 0, definition.graph());
  }

  /// An execution before its first event.
  public static Execution begin(ExecutionHeader header, StateMachineDefinition definition) {
    return new Execution(header, definition);
  }

  /// An execution before its first event, for which a caller waits: its context object has no
  /// `RedriveCount` (recorded: express/test_query_runtime_memory, StartSyncExecution).
  public static Execution beginSynchronous(
      ExecutionHeader header, StateMachineDefinition definition) {
    Execution execution = new Execution(header, definition);
    execution.countsRedrives = false;
    return execution;
  }

  /// Whether its context object tells how often it was redriven.
  public boolean countsRedrives() {
    return countsRedrives;
  }

  public ExecutionHeader header() {
    return header;
  }

  public StateMachineDefinition definition() {
    return definition;
  }

  public ExecutionStatus status() {
    return status;
  }

  /// The execution's input, as sent.
  public Payload input() {
    return input;
  }

  /// The frame of the machine's own graph.
  public Frame root() {
    return root;
  }

  /// The id of the last event, 0 before the first.
  public long lastEventId() {
    return lastEventId;
  }

  /// When it ended, in milliseconds since the epoch, or null while it runs.
  public @Nullable Long stopMillis() {
    return stopMillis;
  }

  /// How often it has been redriven, and by what.
  public Redrives redrives() {
    return redrives;
  }

  /// The name of the error that it last failed with, or null.
  @Nullable String endError() {
    return endError;
  }

  /// When the whole execution times out, in milliseconds since the epoch; [Long#MAX_VALUE] for
  /// never. A redrive gives it its whole time again (developer guide, "Restarting state machine
  /// executions with redrive").
  public long timeoutMillis() {
    Integer seconds = definition.timeoutSeconds();
    long from = Math.max(header.startMillis(), redrives.lastMillis());
    return seconds == null ? Long.MAX_VALUE : from + seconds * 1000L;
  }

  /// When [io.millrace.engine.decide.Command.Resume] is due at the latest, in milliseconds since
  /// the epoch, or null when only news from outside can move it.
  public @Nullable Long wakeMillis() {
    if (status.isTerminal()) {
      return null;
    }
    dropStaleDues();
    Due next = dues.peek();
    long due = Math.min(next == null ? Long.MAX_VALUE : next.atMillis, timeoutMillis());
    return due == Long.MAX_VALUE ? null : due;
  }

  /// Whether a restart must resume it at once: attempts to dispatch again, steps to go on with.
  public boolean inFlight() {
    if (status.isTerminal()) {
      return false;
    }
    if (needsRevival || !ready.isEmpty() || !mapRuns().isEmpty()) {
      return true;
    }
    for (Frame frame : openAttempts.values()) {
      if (frame.phase() instanceof Phase.Attempt attempt
          && (!isHandedOver(frame, attempt) || waitsForJob(frame))) {
        return true;
      }
    }
    return false;
  }

  /// Whether the work is with somebody who will tell of its end, or whose end can be asked for.
  private static boolean isHandedOver(Frame frame, Phase.Attempt attempt) {
    return resource(frame) instanceof Resource.Activity ? attempt.started() : attempt.submitted();
  }

  private static boolean waitsForJob(Frame frame) {
    return resource(frame) instanceof Resource.ServiceIntegration service
        && switch (service.pattern()) {
          case SYNC, SYNC_2 -> true;
          case REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN -> false;
        };
  }

  private static Resource resource(Frame frame) {
    return ((State.Task) frame.state()).resource();
  }

  /// Whether the working set has yet to be built after a replay; true once.
  public boolean takeRevival() {
    boolean due = needsRevival;
    needsRevival = false;
    return due;
  }

  void replayed() {
    needsRevival = true;
  }

  /// A failure that leaves no event of its own: an expression of a JSONPath state.
  public void fail(Frame frame, Phase.Failed failure) {
    frame.setFailed(failure);
  }

  /// A container fails because its own field cannot be evaluated for a child.
  public void failContainer(Frame container, Frame child, Phase.Failed failure) {
    child.noteFailure(failure);
    childFailed(child);
  }

  /// A child gives up without an event of its own.
  public void childFailed(Frame child) {
    Fold.childGaveUp(child);
  }

  /// The children are joined.
  public void worked(Frame frame, Payload result) {
    frame.setPhase(new Phase.Worked(result));
  }

  /// A branch or iteration that has nothing to tell is over.
  public void discard(Frame frame) {
    frame.setPhase(new Phase.Broken());
  }

  /// Whether nothing is lost when the execution is forgotten until its wake time or news from
  /// outside: it only waits. One whose worker sends heartbeats stays: they are not in the history.
  public boolean mayLeaveMemory() {
    if (needsRevival || !ready.isEmpty()) {
      return false;
    }
    for (Frame frame : openAttempts.values()) {
      if (frame.phase() instanceof Phase.Attempt attempt
          && (!isHandedOver(frame, attempt) || attempt.heartbeatSeconds() != null)) {
        return false;
      }
    }
    return true;
  }

  /// The frame whose open attempt this event scheduled, or null when there is none (any more).
  public @Nullable Frame attempt(long scheduledEventId) {
    return openAttempts.get(scheduledEventId);
  }

  /// Frames that can go on without news from outside.
  public ArrayDeque<Frame> ready() {
    return ready;
  }

  /// Has the frame looked at when its time has come.
  public void arm(Frame frame, long dueMillis) {
    if (frame.dueMillis() != dueMillis) {
      frame.setDueMillis(dueMillis);
      if (dueMillis != Long.MAX_VALUE) {
        dues.add(new Due(dueMillis, frame.enteredEventId(), frame.moves(), frame));
      }
    }
  }

  /// The next frame whose time has come, or null.
  public @Nullable Frame nextDue(long nowMillis) {
    dropStaleDues();
    Due next = dues.peek();
    if (next == null || next.atMillis > nowMillis) {
      return null;
    }
    dues.poll();
    next.frame.setDueMillis(Long.MAX_VALUE);
    return next.frame;
  }

  private void dropStaleDues() {
    Due next = dues.peek();
    while (next != null
        && (next.frame.dueMillis() != next.atMillis || next.frame.moves() != next.moves)) {
      dues.poll();
      next = dues.peek();
    }
  }

  void recordEvent(long eventId) {
    if (eventId != lastEventId + 1) {
      throw new IllegalStateException(
          "event " + eventId + " follows event " + lastEventId + " in " + header.arn());
    }
    lastEventId = eventId;
  }

  void start(Payload executionInput) {
    input = executionInput;
    root.begin(executionInput, 0, null);
  }

  void end(ExecutionStatus ended, long atMillis) {
    status = ended;
    stopMillis = atMillis;
    ready.clear();
    dues.clear();
    openAttempts.clear();
    openMapRuns = null;
  }

  void endedWith(@Nullable String error) {
    endError = error;
  }

  /// It runs again.
  void redriven(Redrives with) {
    redrives = with;
    status = ExecutionStatus.RUNNING;
    stopMillis = null;
    endError = null;
  }

  void open(long scheduledEventId, Frame frame) {
    openAttempts.put(scheduledEventId, frame);
  }

  void close(long scheduledEventId) {
    openAttempts.remove(scheduledEventId);
  }

  void openMapRun(long openedEventId, Frame frame) {
    if (openMapRuns == null) {
      openMapRuns = new TreeMap<>();
    }
    openMapRuns.put(openedEventId, frame);
  }

  void closeMapRun(long openedEventId) {
    if (openMapRuns != null) {
      openMapRuns.remove(openedEventId);
    }
  }

  /// The frame whose Map Run this event started or redrove, or null when it does not run (any
  /// more).
  public @Nullable Frame mapRun(long openedEventId) {
    return mapRuns().get(openedEventId);
  }

  /// The frames with Map Runs that run, by their `MapRunStarted` or last `MapRunRedriven`.
  public Map<Long, Frame> mapRuns() {
    Map<Long, Frame> open = openMapRuns;
    return open == null ? Map.of() : open;
  }

  /// Ids of the open attempts.
  public Iterable<Long> openAttempts() {
    return openAttempts.keySet();
  }
}
