package io.millrace.local.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The bytes of a record: `length:int crc32c:int payload`, where the payload is any number of
/// changes that hold together or not at all: `keyBytes:short key valueBytes:int value`, with -1
/// value bytes for a deletion.
final class Records {
  static final int HEADER_BYTES = 8;

  /// A record larger than this is damage, not data.
  static final int PAYLOAD_BYTES_MAX = 256 << 20;

  private Records() {}

  /// A change and where in its record's payload the value begins.
  record Placed(Change change, int valueOffset) {}

  static int payloadBytes(List<Change> changes) {
    long bytes = 0;
    for (var change : changes) {
      bytes += 6L + change.key().getBytes(StandardCharsets.UTF_8).length;
      if (change instanceof Change.Put put) {
        bytes += put.value().length;
      }
    }
    if (bytes > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "A record of " + bytes + " bytes is over " + PAYLOAD_BYTES_MAX + ". Split it.");
    }
    return (int) bytes;
  }

  static byte[] encode(List<Change> changes) {
    int payload = payloadBytes(changes);
    var buffer = ByteBuffer.allocate(HEADER_BYTES + payload);
    buffer.position(HEADER_BYTES);
    for (var change : changes) {
      var key = change.key().getBytes(StandardCharsets.UTF_8);
      buffer.putShort((short) key.length).put(key);
      switch (change) {
        case Change.Put put -> buffer.putInt(put.value().length).put(put.value());
        case Change.Delete _ -> buffer.putInt(-1);
      }
    }
    buffer.putInt(0, payload).putInt(4, crc(buffer.array(), HEADER_BYTES, payload));
    return buffer.array();
  }

  /// The changes in a payload; null when its checksum is wrong.
  static @Nullable List<Placed> decode(byte[] payload, int crc) {
    if (crc(payload, 0, payload.length) != crc) {
      return null;
    }
    var changes = new ArrayList<Placed>();
    var buffer = ByteBuffer.wrap(payload);
    while (buffer.hasRemaining()) {
      var key = new byte[Short.toUnsignedInt(buffer.getShort())];
      buffer.get(key);
      var name = new String(key, StandardCharsets.UTF_8);
      int valueBytes = buffer.getInt();
      int offset = buffer.position();
      if (valueBytes < 0) {
        changes.add(new Placed(new Change.Delete(name), offset));
      } else {
        var value = new byte[valueBytes];
        buffer.get(value);
        changes.add(new Placed(new Change.Put(name, value), offset));
      }
    }
    return changes;
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
