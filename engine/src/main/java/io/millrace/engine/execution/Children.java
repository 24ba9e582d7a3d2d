package io.millrace.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The branches of a Parallel or the iterations of a Map, while they run.
public final class Children {
  private final long startedEventId;
  private final @Nullable Frame[] frames;
  private final @Nullable Payload[] outputs;
  private int startedCount;
  private int endedCount;
  private @Nullable Frame failed;
  private @Nullable List<JsonNode> items;
  private int concurrencyMax;

  Children(long startedEventId, int count) {
    this.startedEventId = startedEventId;
    this.frames = new Frame[count];
    this.outputs = new Payload[count];
  }

  /// The id of `ParallelStateStarted` or `MapStateStarted`.
  public long startedEventId() {
    return startedEventId;
  }

  public int count() {
    return frames.length;
  }

  /// How many have begun or are set up to begin.
  public int startedCount() {
    return startedCount;
  }

  public boolean allEnded() {
    return endedCount == frames.length;
  }

  /// Children begun and not ended.
  public int openCount() {
    return startedCount - endedCount;
  }

  /// The child whose failure ends the state, or null.
  public @Nullable Frame failed() {
    return failed;
  }

  /// A Map's items, once computed; they are computed again after a restart.
  public @Nullable List<JsonNode> items() {
    return items;
  }

  /// At most so many iterations at once; 0 for no limit.
  public int concurrencyMax() {
    return concurrencyMax;
  }

  /// Keeps what the Map's fields yielded.
  public void prepare(List<JsonNode> newItems, int newConcurrencyMax) {
    items = newItems;
    concurrencyMax = newConcurrencyMax;
  }

  public @Nullable Frame frame(int index) {
    return frames[index];
  }

  void add(Frame child) {
    if (frames[child.index()] == null) {
      startedCount++;
    }
    frames[child.index()] = child;
  }

  /// Keeps an ended child's output and forgets the rest of it.
  void end(Frame child) {
    if (outputs[child.index()] == null) {
      outputs[child.index()] = child.output();
      frames[child.index()] = null;
      endedCount++;
    }
  }

  /// Names the child whose failure ends the state; the first one counts.
  public void fail(Frame child) {
    if (failed == null) {
      failed = child;
    }
  }

  /// Forgets the failure, and the children that have no event yet: they are started anew, in their
  /// turn.
  void reopen() {
    failed = null;
    for (int i = 0; i < frames.length; i++) {
      Frame frame = frames[i];
      if (frame != null && !frame.isBegun()) {
        frames[i] = null;
        startedCount--;
      }
    }
  }

  /// Outputs by index.
  ///
  /// @throws IllegalStateException when one has not ended
  public List<Payload> outputs() {
    List<Payload> all = new ArrayList<>(outputs.length);
    for (Payload output : outputs) {
      if (output == null) {
        throw new IllegalStateException("a child has not ended");
      }
      all.add(output);
    }
    return all;
  }

  /// Visits the children that have begun and not ended.
  public void forEachOpen(Consumer<Frame> visitor) {
    for (Frame frame : frames) {
      if (frame != null) {
        visitor.accept(frame);
      }
    }
  }
}
