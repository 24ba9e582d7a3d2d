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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes a log: group commit, new segments, compaction.
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  /// What one flush carries at most, so that a burst of large values does not fill the memory.
  private static final long GROUP_BYTES_MAX = 16L << 20;

  /// What is flushed at once when the living values of an old segment are written anew.
  private static final long COPY_BYTES = 1L << 20;

  private final Path folder;
  private final ArrayDeque<Segment> segments;
  private final ConcurrentHashMap<String, Place> index;
  private final long segmentBytes;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile long diskBytes;
  private boolean closed;

  private final Consumer<String> onBroken;

  /// After a failed flush nobody knows what is on the disk; only a new start can find out.
  private @Nullable IOException broken;

  /// Appended changes whose caller waits; no bytes at all tell the thread to end.
  @SuppressWarnings("ArrayRecordComponent")
  private record Waiting(List<Change> changes, byte[] bytes, CompletableFuture<Void> done) {
    static Waiting of(List<Change> changes) {
      return new Waiting(List.copyOf(changes), Records.encode(changes), new CompletableFuture<>());
    }

    boolean isEnd() {
      return bytes.length == 0;
    }
  }

  LogWriter(
      Path folder,
      List<Segment> segments,
      ConcurrentHashMap<String, Place> index,
      long segmentBytes,
      Consumer<String> onBroken)
      throws IOException {
    this.folder = folder;
    this.onBroken = onBroken;
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
    var waiting = Waiting.of(changes);
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
      queue.add(new Waiting(List.of(), new byte[0], new CompletableFuture<>()));
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
    try {
      var last = false;
      while (!last) {
        group.clear();
        last = gather(group);
        if (!group.isEmpty()) {
          commit(group);
          tidy();
        }
      }
    } catch (RuntimeException | Error e) {
      // Whoever waits would otherwise wait for ever.
      var end = new IOException("The thread that writes the log in " + folder + " ended: " + e, e);
      breakDown(end);
      synchronized (this) {
        closed = true;
        queue.drainTo(group);
      }
      group.forEach(waiting -> waiting.done().completeExceptionally(end));
    }
  }

  /// Nothing is stored any more until a new start. Tells it once.
  private void breakDown(IOException why) {
    if (broken != null) {
      return;
    }
    broken = why;
    LOG.atError()
        .setCause(why)
        .addKeyValue("folder", folder)
        .log("A log can store nothing any more; restart once its disk is sound");
    Thread.ofPlatform()
        .daemon()
        .name("log-broken")
        .start(
            () -> onBroken.accept("The log in " + folder + " can store nothing any more: " + why));
  }

  /// Waits for the first change and takes what else has come; true when it was the end.
  private boolean gather(List<Waiting> group) {
    var first = take();
    if (first.isEnd()) {
      return true;
    }
    group.add(first);
    long bytes = first.bytes().length;
    for (var next = queue.peek(); next != null && !next.isEnd(); next = queue.peek()) {
      bytes += next.bytes().length;
      if (bytes > GROUP_BYTES_MAX) {
        return false;
      }
      group.add(queue.remove());
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
    long payload;
    try {
      if (broken != null) {
        throw new IOException(
            "An earlier flush failed (" + broken + "); restart to find out what was stored.");
      }
      payload = write(group.stream().map(Waiting::bytes).toList());
    } catch (IOException | RuntimeException e) {
      group.forEach(waiting -> waiting.done().completeExceptionally(e));
      return;
    }
    for (var waiting : group) {
      place(waiting.changes(), payload);
      payload += waiting.bytes().length - Records.HEADER_BYTES;
    }
    group.forEach(waiting -> waiting.done().complete(null));
  }

  /// Writes a group as one record and flushes it. So whatever follows a record was written when
  /// that one was on the disk: damage can be told from what a crash left half-written. Returns
  /// where the payload begins.
  private long write(List<byte[]> records) throws IOException {
    if (segments.getLast().end >= segmentBytes) {
      roll();
    }
    var segment = segments.getLast();
    long before = segment.end;
    try {
      segment.write(Records.join(records));
    } catch (IOException e) {
      // A full disk: what did not fit is taken back, and the log goes on once there is room.
      takeBack(segment, before);
      throw e;
    }
    flush(segment);
    return before + Records.HEADER_BYTES;
  }

  private void takeBack(Segment segment, long end) {
    try {
      segment.channel.truncate(end);
    } catch (IOException e) {
      breakDown(e);
    }
  }

  private void flush(Segment segment) throws IOException {
    try {
      segment.channel.force(false);
    } catch (IOException e) {
      breakDown(e);
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
    return !oldest.isDamaged && (oldest.liveBytes == 0 || diskBytes > 3 * live + 2 * segmentBytes);
  }

  private void copyLive(Segment oldest) throws IOException {
    var batch = new ArrayList<Waiting>();
    long readable =
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
                var next = Waiting.of(live);
                if (bytes(batch) + next.bytes().length > COPY_BYTES) {
                  copy(batch);
                }
                batch.add(next);
              }
            });
    if (readable != oldest.end) {
      oldest.isDamaged = true;
      throw new IOException(
          oldest.file
              + " is damaged at byte "
              + readable
              + ". It is kept, with all that is older than the newest file, until it is restored"
              + " from a backup.");
    }
    copy(batch);
  }

  private static long bytes(List<Waiting> batch) {
    return batch.stream().mapToLong(waiting -> waiting.bytes().length).sum();
  }

  private void copy(List<Waiting> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    long payload = write(batch.stream().map(Waiting::bytes).toList());
    for (var copy : batch) {
      place(copy.changes(), payload);
      payload += copy.bytes().length - Records.HEADER_BYTES;
    }
    batch.clear();
  }

  private void measure() {
    diskBytes = segments.stream().mapToLong(segment -> segment.end).sum();
  }
}
