package io.millrace.local.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// One file of the log. Only the newest is written to, by the writer's thread; all are read by
/// anyone.
final class Segment implements AutoCloseable {
  final long number;
  final Path file;
  final FileChannel channel;

  /// Where the next record goes.
  long end;

  /// Whether something in it cannot be read: then it is kept, with what stands behind the damage.
  boolean isDamaged;

  /// Bytes of values that the index still points to. Guarded by the log's writer.
  long liveBytes;

  private Segment(long number, Path file, FileChannel channel) {
    this.number = number;
    this.file = file;
    this.channel = channel;
  }

  static Segment open(Path folder, long number) throws IOException {
    var file = folder.resolve("%012d.log".formatted(number));
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new Segment(number, file, channel);
  }

  /// What is found in a segment, in order.
  interface Visitor {
    void record(long payloadOffset, List<Records.Placed> changes) throws IOException;
  }

  /// Reads records up to the first that is not whole, and returns where that one begins.
  long scan(Visitor visitor) throws IOException {
    long size = channel.size();
    long at = 0;
    var header = ByteBuffer.allocate(Records.HEADER_BYTES);
    while (at + Records.HEADER_BYTES <= size) {
      read(header.clear(), at);
      int length = header.getInt(0);
      if (length < 0
          || length > Records.PAYLOAD_BYTES_MAX
          || at + Records.HEADER_BYTES + length > size) {
        break;
      }
      var payload = new byte[length];
      read(ByteBuffer.wrap(payload), at + Records.HEADER_BYTES);
      var changes = Records.decode(payload, header.getInt(4));
      if (changes == null || length == 0) {
        break;
      }
      visitor.record(at + Records.HEADER_BYTES, changes);
      at += Records.HEADER_BYTES + length;
    }
    return at;
  }

  /// Where a whole record begins behind that byte; -1 when there is none.
  long wholeRecordAfter(long at) throws IOException {
    var rest = read(at, Math.toIntExact(channel.size() - at));
    for (int from = 1; from + Records.HEADER_BYTES < rest.length; from++) {
      if (Records.isWhole(rest, from)) {
        return at + from;
      }
    }
    return -1;
  }

  byte[] read(long offset, int length) throws IOException {
    var bytes = new byte[length];
    read(ByteBuffer.wrap(bytes), offset);
    return bytes;
  }

  private void read(ByteBuffer into, long offset) throws IOException {
    while (into.hasRemaining()) {
      int read = channel.read(into, offset + into.position());
      if (read < 0) {
        throw new EOFException(file + " ends before byte " + (offset + into.limit()));
      }
    }
  }

  void write(byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, end + buffer.position());
    }
    end += bytes.length;
  }

  void delete() throws IOException {
    channel.close();
    Files.delete(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
