package io.millrace.triggers.pipe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.pipe.Pipe;
import io.millrace.triggers.pipe.PipeSettings;
import io.millrace.triggers.pipe.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Pipes that are created, started and stopped by name, and kept in a file: those that are to run
/// run again after a restart. Thread-safe; stopping a pipe goes on in the background.
public final class Pipes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pipes.class);

  private final PipeStore store;
  private final SqsClient sqs;
  private final SfnClient sfn;
  private final Pacing pacing;
  private final UnaryOperator<PipeSettings> adjust;
  private final Function<PipeSettings, Room> rooms;
  private final NavigableMap<String, PipeRecord> records;
  private final Map<String, Pipe> running = new HashMap<>();
  private final Map<String, Thread> stopping = new HashMap<>();

  private Pipes(
      PipeStore store,
      SqsClient sqs,
      SfnClient sfn,
      Pacing pacing,
      UnaryOperator<PipeSettings> adjust,
      Function<PipeSettings, Room> rooms)
      throws IOException {
    this.store = store;
    this.sqs = sqs;
    this.sfn = sfn;
    this.pacing = pacing;
    this.adjust = adjust;
    this.rooms = rooms;
    this.records = store.load();
  }

  /// Opens the file and starts what is to run.
  ///
  /// @param file made with the first pipe
  /// @param adjust what the settings of each pipe become here, such as a shorter patience
  /// @throws UncheckedIOException when the file cannot be read
  public static Pipes open(
      Path file, SqsClient sqs, SfnClient sfn, Pacing pacing, UnaryOperator<PipeSettings> adjust) {
    return open(file, sqs, sfn, pacing, adjust, _ -> Room.ENDLESS);
  }

  /// The same, where targets have only so much room.
  ///
  /// @param rooms of each pipe's target
  public static Pipes open(
      Path file,
      SqsClient sqs,
      SfnClient sfn,
      Pacing pacing,
      UnaryOperator<PipeSettings> adjust,
      Function<PipeSettings, Room> rooms) {
    try {
      Pipes pipes = new Pipes(new PipeStore(file), sqs, sfn, pacing, adjust, rooms);
      synchronized (pipes) {
        for (PipeRecord record : pipes.records.values()) {
          if (record.isToRun()) pipes.run(record);
        }
      }
      return pipes;
    } catch (IOException e) {
      throw new UncheckedIOException("The pipes cannot be read: " + e.getMessage(), e);
    }
  }

  synchronized PipeRecord create(String name, ObjectNode document) {
    if (records.containsKey(name)) {
      throw PipesException.conflict("Pipe " + name + " already exists.");
    }
    long now = pacing.now().toEpochMilli();
    PipeRecord record = checked(new PipeRecord(name, document, now, now));
    save(record);
    if (record.isToRun()) run(record);
    return record;
  }

  synchronized PipeRecord describe(String name) {
    PipeRecord record = records.get(name);
    if (record == null) throw PipesException.notFound(name);
    return record;
  }

  synchronized List<PipeRecord> list() {
    return List.copyOf(records.values());
  }

  /// RUNNING, STOPPED, or STOPPING while what was handed over is awaited.
  synchronized String currentState(String name) {
    if (running.containsKey(name)) return "RUNNING";
    return isStopping(name) ? "STOPPING" : "STOPPED";
  }

  synchronized PipeRecord update(String name, ObjectNode fields) {
    PipeRecord before = describe(name);
    requireSettled(name);
    PipeRecord record = checked(before.updated(fields, pacing.now().toEpochMilli()));
    save(record);
    Pipe old = running.remove(name);
    if (old != null) {
      // The new one receives at once; what the old one has in hand it still finishes.
      stop(name + " before its update", old);
    }
    if (record.isToRun()) run(record);
    return record;
  }

  synchronized PipeRecord start(String name) {
    PipeRecord before = describe(name);
    requireSettled(name);
    if (running.containsKey(name)) {
      throw PipesException.conflict("Pipe " + name + " is already in state RUNNING.");
    }
    PipeRecord record = before.desired(true, pacing.now().toEpochMilli());
    save(record);
    run(record);
    return record;
  }

  synchronized PipeRecord stop(String name) {
    PipeRecord before = describe(name);
    requireSettled(name);
    Pipe pipe = running.remove(name);
    if (pipe == null) {
      throw PipesException.conflict("Pipe " + name + " is already in state STOPPED.");
    }
    PipeRecord record = before.desired(false, pacing.now().toEpochMilli());
    save(record);
    stop(name, pipe);
    return record;
  }

  synchronized PipeRecord delete(String name) {
    PipeRecord record = describe(name);
    TreeMap<String, PipeRecord> left = new TreeMap<>(records);
    left.remove(name);
    write(left);
    records.remove(name);
    Pipe pipe = running.remove(name);
    if (pipe != null) stop(name, pipe);
    return record;
  }

  /// Stops all, waiting for what has been handed over; they run again when opened again.
  @Override
  public void close() {
    List<Thread> ending;
    synchronized (this) {
      running.forEach(this::stop);
      running.clear();
      ending = List.copyOf(stopping.values());
    }
    try {
      for (Thread thread : ending) thread.join(Duration.ofMinutes(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(PipeRecord record) {
    PipeSettings settings = adjust.apply(record.settings());
    running.put(record.name(), Pipe.start(settings, sqs, sfn, pacing, rooms.apply(settings)));
  }

  private void stop(String name, Pipe pipe) {
    stopping.values().removeIf(thread -> !thread.isAlive());
    stopping.put(name, Thread.ofVirtual().name("pipe-stop-" + name).start(pipe::close));
  }

  private boolean isStopping(String name) {
    @Nullable Thread thread = stopping.get(name);
    return thread != null && thread.isAlive();
  }

  private void requireSettled(String name) {
    if (isStopping(name)) {
      throw PipesException.conflict("Pipe " + name + " is currently in state STOPPING.");
    }
  }

  private static PipeRecord checked(PipeRecord record) {
    try {
      record.settings();
      record.isToRun();
      return record;
    } catch (IllegalArgumentException e) {
      throw PipesException.invalid(e.getMessage());
    }
  }

  private void save(PipeRecord record) {
    TreeMap<String, PipeRecord> all = new TreeMap<>(records);
    all.put(record.name(), record);
    write(all);
    records.put(record.name(), record);
  }

  private void write(NavigableMap<String, PipeRecord> all) {
    try {
      store.save(all.values());
    } catch (IOException e) {
      LOG.atError().setCause(e).log("the file of pipes cannot be written");
      throw PipesException.broken("The file of pipes cannot be written: " + e);
    }
  }
}
