package io.millrace.pipelines.stages.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A stream whose next bytes arrive while the last ones are worked on: a virtual thread keeps a few
/// blocks filled. Used by one thread; the source is read and closed by the other alone.
public final class ReadAhead extends InputStream {
  /// Below this size nothing is gained.
  public static final int BLOCK_BYTES = 256 << 10;

  private static final int BLOCKS = 4;

  private final InputStream source;
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(BLOCKS);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread reader;
  private @Nullable Block current;
  private int position;

  /// Bytes, or why there are no more.
  private static final class Block {
    private static final byte[] NOTHING = {};

    final byte[] bytes;

    /// How many of them count; none at the end.
    final int length;

    /// To be thrown where the next bytes would have been.
    final @Nullable Throwable failure;

    private Block(byte[] bytes, int length, @Nullable Throwable failure) {
      this.bytes = bytes;
      this.length = length;
      this.failure = failure;
    }

    static Block of(byte[] bytes, int length) {
      return new Block(bytes, length, null);
    }

    static Block end(@Nullable Throwable failure) {
      return new Block(NOTHING, 0, failure);
    }
  }

  /// @param name of the reading thread
  public ReadAhead(String name, InputStream source) {
    this.source = source;
    for (var i = 0; i < BLOCKS; i++) {
      empty.add(new byte[i == 0 ? BLOCK_BYTES : 0]);
    }
    this.reader = Thread.ofVirtual().name(name).start(this::fill);
  }

  private void fill() {
    try {
      while (!closed.get()) {
        var free = empty.take();
        var bytes = free.length == 0 ? new byte[BLOCK_BYTES] : free;
        var length = source.readNBytes(bytes, 0, BLOCK_BYTES);
        if (length > 0) {
          full.put(Block.of(bytes, length));
        }
        if (length < BLOCK_BYTES) {
          full.put(Block.end(null));
          return;
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody wants more.
    } catch (IOException | RuntimeException | Error e) {
      // Room is kept for it: there are at most BLOCKS others.
      full.add(Block.end(e));
    } finally {
      closeSource();
    }
  }

  private void closeSource() {
    try {
      source.close();
    } catch (IOException e) {
      // What was read is read.
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    var block = block();
    if (block.length == 0) {
      return -1;
    }
    var count = Math.min(length, block.length - position);
    System.arraycopy(block.bytes, position, buffer, offset, count);
    position += count;
    if (position == block.length) {
      current = null;
      empty.add(block.bytes);
    }
    return count;
  }

  /// The block to read from, which has bytes left; or the end.
  private Block block() throws IOException {
    var open = current;
    if (open == null) {
      open = next();
      position = 0;
      current = open;
    }
    switch (open.failure) {
      case null -> {
        return open;
      }
      case IOException failure -> throw failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case Throwable failure -> throw new IOException(failure);
    }
  }

  private Block next() throws IOException {
    if (closed.get()) {
      throw new IOException("The stream is closed.");
    }
    try {
      return full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("Reading was interrupted.");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /// Lets the reading thread end, which closes the source. Never throws, never waits.
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      reader.interrupt();
    }
  }
}
