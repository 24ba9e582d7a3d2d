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

  /// One record of what several hold.
  static byte[] join(List<byte[]> records) {
    if (records.size() == 1) {
      return records.getFirst();
    }
    int payload = records.stream().mapToInt(record -> record.length - HEADER_BYTES).sum();
    var buffer = ByteBuffer.allocate(HEADER_BYTES + payload);
    buffer.position(HEADER_BYTES);
    records.forEach(record -> buffer.put(record, HEADER_BYTES, record.length - HEADER_BYTES));
    buffer.putInt(0, payload).putInt(4, crc(buffer.array(), HEADER_BYTES, payload));
    return buffer.array();
  }

  /// Whether a record with a right checksum begins at that byte. What stands there is looked at
  /// first, so that few checksums are computed.
  static boolean isWhole(byte[] bytes, int from) {
    var buffer = ByteBuffer.wrap(bytes);
    int length = buffer.getInt(from);
    if (length < 6 || length > bytes.length - from - HEADER_BYTES) {
      return false;
    }
    int at = from + HEADER_BYTES;
    int end = at + length;
    while (at + 6 <= end) {
      int key = Short.toUnsignedInt(buffer.getShort(at));
      if (key > end - at - 6) {
        return false;
      }
      int value = buffer.getInt(at + 2 + key);
      at += 6 + key;
      if (value < -1 || value > end - at) {
        return false;
      }
      at += Math.max(0, value);
    }
    return at == end && crc(bytes, from + HEADER_BYTES, length) == buffer.getInt(from + 4);
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
