package io.millrace.engine.history;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Long runs of events, deflated: a quarter of the size for JSON, at a third of what it costs
/// PostgreSQL's own compression, and whatever the store is built with. Layout: the form's byte, the
/// length without in four bytes, the deflated bytes.
final class Deflated {
  /// Shorter ones stay as they are: PostgreSQL keeps rows up to about 2,000 bytes in one piece.
  private static final int WORTHWHILE = 1_900;

  private static final int HEAD = 5;

  /// No deflated stream grows more when inflated.
  private static final long GROWTH_MOST = 1_032;

  private Deflated() {}

  /// The deflated form of a plain one, when it is smaller.
  static byte[] ifWorthwhile(byte[] plain) {
    if (plain.length < WORTHWHILE) {
      return plain;
    }
    byte[] deflated = new byte[plain.length];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(plain, 1, plain.length - 1);
      deflater.finish();
      int length = deflater.deflate(deflated, HEAD, deflated.length - HEAD);
      if (!deflater.finished()) {
        return plain; // it does not fit: it would not be smaller
      }
      deflated[0] = EventCodec.DEFLATED;
      for (int i = 0; i < 4; i++) {
        deflated[1 + i] = (byte) ((plain.length - 1) >>> (24 - 8 * i));
      }
      return Arrays.copyOf(deflated, HEAD + length);
    } finally {
      deflater.end();
    }
  }

  /// The plain form without its version byte.
  ///
  /// @throws UnreadableEventsException when the bytes are damaged
  static byte[] inflate(byte[] stored) {
    if (stored.length < HEAD) {
      throw new UnreadableEventsException("the stored events end before their length");
    }
    long length = 0;
    for (int i = 0; i < 4; i++) {
      length = (length << 8) | (stored[1 + i] & 0xFF);
    }
    if (length > GROWTH_MOST * stored.length || length > Integer.MAX_VALUE - 16) {
      throw new UnreadableEventsException("the stored events claim to be " + length + " bytes");
    }
    byte[] plain = new byte[(int) length];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored, HEAD, stored.length - HEAD);
      int read = inflater.inflate(plain);
      int more = inflater.finished() ? 0 : inflater.inflate(new byte[1]);
      if (read != plain.length || more > 0 || !inflater.finished()) {
        throw new UnreadableEventsException("the stored events are not as long as they say");
      }
      return plain;
    } catch (DataFormatException e) {
      throw new UnreadableEventsException("the stored events are damaged", e);
    } finally {
      inflater.end();
    }
  }
}
