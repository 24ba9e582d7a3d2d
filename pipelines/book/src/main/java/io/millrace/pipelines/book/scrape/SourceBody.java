package io.millrace.pipelines.book.scrape;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read and stops at the limit, whatever length the server announced. Failures of
/// the connection become [SourceUnavailableException]. Used by one thread.
final class SourceBody extends FilterInputStream {
  private final String source;
  private final long maxBytes;
  private long read;

  SourceBody(InputStream in, String source, long maxBytes) {
    super(in);
    this.source = source;
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (IOException e) {
      throw new SourceUnavailableException(
          "The connection to "
              + source
              + " broke after "
              + read
              + " bytes: "
              + e.getMessage()
              + ". It is fetched again from the start.",
          e);
    }
    if (count > 0) {
      read += count;
      if (read > maxBytes) {
        throw tooLarge(source, maxBytes);
      }
    }
    return count;
  }

  @Override
  public long skip(long n) throws IOException {
    // Through read, so that skipped bytes count.
    var chunk = new byte[(int) Math.min(n, 8192)];
    return n <= 0 ? 0 : Math.max(0, read(chunk, 0, chunk.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  static SourceTooLargeException tooLarge(String source, long maxBytes) {
    return new SourceTooLargeException(
        "The source "
            + source
            + " is larger than the limit of "
            + maxBytes
            + " bytes. Raise BOOK_MAX_SOURCE_BYTES if this really is a book.");
  }
}
