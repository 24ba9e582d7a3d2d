package io.millrace.local.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Values by key, in segment files of an append-only log. Keys are held in memory, values on the
/// disk.
///
/// The changes of one [#append] hold together or not at all, and survive `kill -9` and power loss
/// once its future is complete. While one flush runs the next group gathers, so many callers share
/// one. Space of what was overwritten or deleted is given back segment by segment, oldest first.
///
/// Thread-safe. One process at a time opens a folder.
public final class KeyedLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyedLog.class);

  /// A new file begins at this size; also what a log may waste before it is compacted.
  static final long SEGMENT_BYTES = 32L << 20;

  private final Path folder;
  private final FileChannel lock;
  private final LogWriter writer;
  private final ConcurrentHashMap<String, Place> index;

  /// Where a value stands.
  record Place(Segment segment, long offset, int length) {}

  private KeyedLog(
      Path folder, FileChannel lock, LogWriter writer, ConcurrentHashMap<String, Place> index) {
    this.folder = folder;
    this.lock = lock;
    this.writer = writer;
    this.index = index;
  }

  /// Opens the log, creating the folder when it is absent, and cuts off what a crash left
  /// half-written (nobody was told that it was stored).
  ///
  /// @throws IOException when the folder cannot be used, or a file is damaged elsewhere than at its
  ///   very end; nothing has been changed then
  /// @throws IllegalStateException when it is open already, here or in another process
  public static KeyedLog open(Path folder) throws IOException {
    return open(folder, _ -> {});
  }

  /// As above.
  ///
  /// @param onBroken told once, on a thread of its own, when nothing can be stored any more until
  ///   the log is opened anew; the process should end
  public static KeyedLog open(Path folder, Consumer<String> onBroken) throws IOException {
    return open(folder, SEGMENT_BYTES, onBroken);
  }

  static KeyedLog open(Path folder, long segmentBytes, Consumer<String> onBroken)
      throws IOException {
    Files.createDirectories(folder);
    var lock = lock(folder);
    try {
      var index = new ConcurrentHashMap<String, Place>();
      var segments = recover(folder, index);
      var writer = new LogWriter(folder, segments, index, segmentBytes, onBroken);
      writer.start();
      return new KeyedLog(folder, lock, writer, index);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Stores the changes, in the order of the calls. The future completes when they are on the disk
  /// and visible to [#read]; it fails with an [IOException] when they could not be stored, and then
  /// none of them is.
  public CompletableFuture<Void> append(List<Change> changes) {
    return writer.append(changes);
  }

  /// [#append], waiting for the disk.
  ///
  /// @throws UncheckedIOException when the changes could not be stored
  public void store(List<Change> changes) {
    try {
      append(changes).join();
    } catch (CompletionException e) {
      var cause = e.getCause();
      throw new UncheckedIOException(
          "The log in " + folder + " could not store a change: " + cause,
          cause instanceof IOException io ? io : new IOException(cause));
    }
  }

  /// Whether a change was not stored because there is no room: the disk, a quota or a limit of the
  /// process is used up. Java tells it only in the system's words.
  public static boolean isDiskFull(UncheckedIOException failure) {
    var message = String.valueOf(failure.getMessage());
    return message.contains("No space left on device")
        || message.contains("Disk quota exceeded")
        || message.contains("File too large");
  }

  /// The value of a key, empty when there is none.
  ///
  /// @throws IOException when the disk fails
  public Optional<byte[]> read(String key) throws IOException {
    while (true) {
      var place = index.get(key);
      if (place == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(place.segment().read(place.offset(), place.length()));
      } catch (ClosedChannelException e) {
        // Its segment was compacted meanwhile, and the value stands elsewhere.
        if (place.equals(index.get(key))) {
          throw e;
        }
      }
    }
  }

  /// All keys, as they are now.
  public Set<String> keys() {
    return Set.copyOf(index.keySet());
  }

  /// Bytes of all files.
  long diskBytes() {
    return writer.diskBytes();
  }

  /// Stores what was appended, then gives the folder back.
  @Override
  public void close() {
    try (lock) {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock of " + folder + " was not given back: " + e, e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // This process has it open: the same answer as for another one.
    }
    channel.close();
    throw new IllegalStateException(
        "The folder " + folder + " is in use by another endpoint. Stop it, or choose another.");
  }

  private static List<Segment> recover(Path folder, ConcurrentHashMap<String, Place> index)
      throws IOException {
    var segments = new ArrayList<Segment>();
    for (long number : numbers(folder)) {
      var segment = Segment.open(folder, number);
      segments.add(segment);
      segment.end =
          segment.scan(
              (offset, changes) -> {
                for (var placed : changes) {
                  apply(index, segment, offset, placed);
                }
              });
    }
    for (var segment : segments) {
      long cut = segment.channel.size() - segment.end;
      if (cut == 0) {
        continue;
      }
      // A record is flushed before the next is written, so only the very last can be half-written.
      if (segment != segments.getLast() || segment.wholeRecordAfter(segment.end) >= 0) {
        throw new IOException(
            segment.file
                + " is damaged at byte "
                + segment.end
                + ". Restore it from a backup, or move it away to go on without what it holds.");
      }
      LOG.atWarn()
          .addKeyValue("file", segment.file)
          .addKeyValue("bytes", cut)
          .log("The end of a log was half-written when its process died and is cut off");
      segment.channel.truncate(segment.end);
      segment.channel.force(true);
    }
    return segments;
  }

  static void apply(
      ConcurrentHashMap<String, Place> index,
      Segment segment,
      long payloadOffset,
      Records.Placed placed) {
    var before =
        switch (placed.change()) {
          case Change.Put(String key, byte[] value) -> {
            segment.liveBytes += value.length;
            yield index.put(
                key, new Place(segment, payloadOffset + placed.valueOffset(), value.length));
          }
          case Change.Delete(String key) -> index.remove(key);
        };
    if (before != null) {
      before.segment().liveBytes -= before.length();
    }
  }

  private static List<Long> numbers(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{12}\\.log"))
          .map(name -> Long.parseLong(name.substring(0, 12)))
          .sorted()
          .toList();
    }
  }
}
