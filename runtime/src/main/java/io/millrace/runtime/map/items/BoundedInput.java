package io.millrace.runtime.map.items;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes that may be read without end, but only so many for one item. Used by one thread.
final class BoundedInput extends FilterInputStream {
  /// Far more than an execution's input may have (Service quotas, "Quotas related to state machine
  /// executions": 256 KiB).
  static final int ITEM_BYTES_MOST = 8 << 20;

  private long left = Long.MAX_VALUE;

  /// One item has more bytes than that.
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  BoundedInput(InputStream bytes) {
    super(bytes);
  }

  /// From now on an item is read. Readers read ahead, so the bound is inexact by their buffers.
  void itemBegins() {
    left = ITEM_BYTES_MOST;
  }

  /// What it means to whoever reads the Map Run's cause.
  static ItemReadingException tooLong() {
    return new ItemReadingException(
        "An item is longer than "
            + ITEM_BYTES_MOST
            + " bytes. Split the items, or correct the file.");
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    count(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    int count = super.read(to, from, most);
    count(Math.max(0, count));
    return count;
  }

  private void count(int bytes) throws TooLongException {
    left -= bytes;
    if (left < 0) {
      throw new TooLongException();
    }
  }
}
