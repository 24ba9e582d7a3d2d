package io.millrace.local.log;

import io.millrace.local.log.KeyedLog.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes a log: group commit, new segments, compaction.
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  /// What one flush carries at most, so that a burst of large values does not fill the memory.
  private static final long GROUP_BYTES_MAX = 16L << 20;

  private final Path folder;
  private final ArrayDeque<Segment> segments;
  private final ConcurrentHashMap<String, Place> index;
  private final long segmentBytes;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile long diskBytes;
  private boolean closed;

  /// After a failed flush nobody knows what is on the disk; only a new start can find out.
  private @Nullable IOException broken;

  /// Appended changes whose caller waits; no record at all tells the thread to end.
  @SuppressWarnings("ArrayRecordComponent")
  private record Waiting(
      List<Change> changes, byte @Nullable [] bytes, CompletableFuture<Void> done) {}

  LogWriter(
      Path folder,
      List<Segment> segments,
      ConcurrentHashMap<String, Place> index,
      long segmentBytes)
      throws IOException {
    this.folder = folder;
    this.segments = new ArrayDeque<>(segments);
    this.index = index;
    this.segmentBytes = segmentBytes;
    if (segments.isEmpty()) {
      roll();
    }
    measure();
    this.thread =
        Thread.ofPlatform().daemon().name("log-" + folder.getFileName()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  synchronized CompletableFuture<Void> append(List<Change> changes) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new IOException("The log in " + folder + " is closed."));
    }
    var waiting =
        new Waiting(List.copyOf(changes), Records.encode(changes), new CompletableFuture<>());
    queue.add(waiting);
    return waiting.done();
  }

  long diskBytes() {
    return diskBytes;
  }

  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(new Waiting(List.of(), null, new CompletableFuture<>()));
    }
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (var segment : segments) {
      try {
        segment.close();
      } catch (IOException e) {
        throw new UncheckedIOException("A file of " + folder + " was not closed: " + e, e);
      }
    }
  }

  private void run() {
    var group = new ArrayList<Waiting>();
    while (true) {
      group.clear();
      var last = gather(group);
      if (!group.isEmpty()) {
        commit(group);
        tidy();
      }
      if (last) {
        return;
      }
    }
  }

  /// Waits for the first change and takes what else has come; true when it was the end.
  private boolean gather(List<Waiting> group) {
    long bytes = 0;
    var next = take();
    while (next != null) {
      if (next.bytes() == null) {
        return true;
      }
      group.add(next);
      bytes += next.bytes().length;
      next = bytes < GROUP_BYTES_MAX ? queue.poll() : null;
    }
    return false;
  }

  private Waiting take() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException _) {
        // Nobody but close ends this thread.
      }
    }
  }

  private void commit(List<Waiting> group) {
    var starts = new long[group.size()];
    try {
      if (broken != null) {
        throw new IOException(
            "An earlier flush failed (" + broken + "); restart to find out what was stored.");
      }
      write(group, starts);
    } catch (IOException | RuntimeException e) {
      group.forEach(waiting -> waiting.done().completeExceptionally(e));
      return;
    }
    for (var i = 0; i < group.size(); i++) {
      place(group.get(i).changes(), starts[i] + Records.HEADER_BYTES);
    }
    group.forEach(waiting -> waiting.done().complete(null));
  }

  private void write(List<Waiting> group, long[] starts) throws IOException {
    if (segments.getLast().end >= segmentBytes) {
      roll();
    }
    var segment = segments.getLast();
    long before = segment.end;
    try {
      for (var i = 0; i < starts.length; i++) {
        starts[i] = segment.end;
        var bytes = group.get(i).bytes();
        if (bytes != null) {
          segment.write(bytes);
        }
      }
    } catch (IOException e) {
      // A full disk: what did not fit is taken back, and the log goes on once there is room.
      segment.end = before;
      takeBack(segment, before);
      throw e;
    }
    flush(segment);
  }

  private void takeBack(Segment segment, long end) {
    try {
      segment.channel.truncate(end);
    } catch (IOException e) {
      broken = e;
    }
  }

  private void flush(Segment segment) throws IOException {
    try {
      segment.channel.force(false);
    } catch (IOException e) {
      broken = e;
      throw e;
    }
  }

  private void place(List<Change> changes, long payloadOffset) {
    int at = 0;
    for (var change : changes) {
      at += 6 + change.key().getBytes(StandardCharsets.UTF_8).length;
      KeyedLog.apply(index, segments.getLast(), payloadOffset, new Records.Placed(change, at));
      if (change instanceof Change.Put put) {
        at += put.value().length;
      }
    }
  }

  private void roll() throws IOException {
    long number = segments.isEmpty() ? 1 : segments.getLast().number + 1;
    var segment = Segment.open(folder, number);
    try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
    segments.add(segment);
  }

  /// Gives back space. Only the oldest segment is ever dropped: its deletions then have nothing
  /// left to delete.
  private void tidy() {
    try {
      measure();
      while (segments.size() > 1 && broken == null && isWorthDropping(segments.getFirst())) {
        copyLive(segments.getFirst());
        segments.removeFirst().delete();
        measure();
      }
    } catch (IOException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("folder", folder)
          .log("A log could not be compacted; see whether its disk is full");
    }
  }

  private boolean isWorthDropping(Segment oldest) {
    long live = segments.stream().mapToLong(segment -> segment.liveBytes).sum();
    return oldest.liveBytes == 0 || diskBytes > 3 * live + 2 * segmentBytes;
  }

  private void copyLive(Segment oldest) throws IOException {
    long whole = oldest.end;
    oldest.scan(
        (offset, changes) -> {
          var live = new ArrayList<Change>();
          for (var placed : changes) {
            if (placed.change() instanceof Change.Put put
                && new Place(oldest, offset + placed.valueOffset(), put.value().length)
                    .equals(index.get(put.key()))) {
              live.add(put);
            }
          }
          if (!live.isEmpty()) {
            var copy = new Waiting(live, Records.encode(live), new CompletableFuture<>());
            var start = new long[1];
            writeUnflushed(copy, start);
            place(live, start[0] + Records.HEADER_BYTES);
          }
        });
    if (oldest.end != whole) {
      throw new IOException(oldest.file + " is damaged at byte " + oldest.end + " and is kept.");
    }
    flush(segments.getLast());
  }

  private void writeUnflushed(Waiting copy, long[] start) throws IOException {
    if (segments.getLast().end >= segmentBytes) {
      flush(segments.getLast());
      roll();
    }
    var segment = segments.getLast();
    start[0] = segment.end;
    var bytes = copy.bytes();
    try {
      if (bytes != null) {
        segment.write(bytes);
      }
    } catch (IOException e) {
      segment.end = start[0];
      takeBack(segment, start[0]);
      throw e;
    }
  }

  private void measure() {
    diskBytes = segments.stream().mapToLong(segment -> segment.end).sum();
  }
}
