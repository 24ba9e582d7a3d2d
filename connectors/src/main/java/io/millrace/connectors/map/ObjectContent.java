package io.millrace.connectors.map;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/// The content of an object while it is read. Closed before its end it gives its connection up, for
/// reading the rest of a large object takes longer than connecting again. Whatever goes wrong is an
/// [IOException]. For one thread.
final class ObjectContent extends InputStream {
  private final ResponseInputStream<?> content;
  private boolean isAtEnd;

  ObjectContent(ResponseInputStream<?> content) {
    this.content = content;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = content.read(bytes, offset, length);
      isAtEnd |= count < 0;
      return count;
    } catch (SdkException e) {
      throw new IOException("An object in Amazon S3 cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (isAtEnd) {
      content.close();
    } else {
      content.abort();
    }
  }
}
