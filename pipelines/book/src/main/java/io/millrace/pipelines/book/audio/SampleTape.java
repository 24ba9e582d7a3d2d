package io.millrace.pipelines.book.audio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// 16-bit samples that wait to be heard a second time: in memory outside the heap as long as there
/// is room, the rest in a file. A chapter fits into memory nearly always, and writing 160 MB an
/// hour to a file only to read it once more would cost the kernel as much as measuring it costs us.
///
/// All tapes of the process together take no more than an eighth of what the heap may take. Record,
/// then play; not thread-safe.
final class SampleTape implements AutoCloseable {

  private static final int REEL_BYTES = 4 << 20;
  private static final int PORTION = 1 << 15; // samples
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final Room ROOM = new Room(Runtime.getRuntime().maxMemory() / 8);

  /// What tapes may take of the memory together. Thread-safe.
  static final class Room {
    private final AtomicLong bytes;

    Room(long bytes) {
      this.bytes = new AtomicLong(bytes);
    }

    private boolean take() {
      if (bytes.addAndGet(-REEL_BYTES) >= 0) {
        return true;
      }
      giveBack(1);
      return false;
    }

    private void giveBack(int reels) {
      bytes.addAndGet((long) reels * REEL_BYTES);
    }
  }

  /// Takes samples as they are played.
  interface Listener {
    /// Takes the first `count` samples; the array is used again for the next.
    void hear(short[] samples, int count) throws IOException;
  }

  private final Path file;
  private final Room room;
  private final Arena memory = Arena.ofShared(); // the pump of a pipe records, another thread plays
  private final List<MemorySegment> reels = new ArrayList<>();
  private int inLastReel = REEL_BYTES;
  private @Nullable FileChannel overflow;

  /// `file` is made when memory does not suffice; deleting it is the caller's.
  SampleTape(Path file) {
    this(file, ROOM);
  }

  SampleTape(Path file, Room room) {
    this.file = file;
    this.room = room;
  }

  /// Appends the first `count` bytes, which are whole little-endian samples.
  void record(byte[] bytes, int count) throws IOException {
    int at = 0;
    while (at < count && hasRoom()) {
      int part = Math.min(count - at, REEL_BYTES - inLastReel);
      MemorySegment.copy(
          bytes, at, reels.getLast(), ValueLayout.JAVA_BYTE, (long) inLastReel, part);
      inLastReel += part;
      at += part;
    }
    if (at < count) {
      var rest = ByteBuffer.wrap(bytes, at, count - at);
      while (rest.hasRemaining()) {
        overflow().write(rest);
      }
    }
  }

  private boolean hasRoom() {
    if (overflow != null) {
      return false;
    }
    if (inLastReel < REEL_BYTES) {
      return true;
    }
    if (!room.take()) {
      return false;
    }
    reels.add(memory.allocate(REEL_BYTES));
    inLastReel = 0;
    return true;
  }

  private FileChannel overflow() throws IOException {
    var open = overflow;
    if (open == null) {
      open =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      overflow = open;
    }
    return open;
  }

  /// Plays everything from the beginning, portion by portion.
  void play(Listener listener) throws IOException {
    var samples = new short[PORTION];
    for (int i = 0; i < reels.size(); i++) {
      int bytes = i == reels.size() - 1 ? inLastReel : REEL_BYTES;
      for (int at = 0; at < bytes; at += PORTION * Short.BYTES) {
        int count = Math.min(PORTION, (bytes - at) / Short.BYTES);
        MemorySegment.copy(reels.get(i), SAMPLE, at, samples, 0, count);
        listener.hear(samples, count);
      }
    }
    if (overflow != null) {
      playOverflow(overflow, samples, listener);
    }
  }

  private static void playOverflow(FileChannel in, short[] samples, Listener listener)
      throws IOException {
    var bytes = ByteBuffer.allocateDirect(PORTION * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < in.size(); ) {
      at += in.read(bytes.clear(), at);
      bytes.flip();
      int count = bytes.remaining() / Short.BYTES;
      at -= bytes.remaining() % Short.BYTES;
      bytes.asShortBuffer().get(samples, 0, count);
      listener.hear(samples, count);
    }
  }

  /// Gives the memory back.
  @Override
  public void close() throws IOException {
    if (memory.scope().isAlive()) {
      memory.close();
      room.giveBack(reels.size());
    }
    if (overflow != null) {
      overflow.close();
    }
  }
}
