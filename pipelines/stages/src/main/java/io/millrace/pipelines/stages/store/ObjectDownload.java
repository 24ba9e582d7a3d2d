package io.millrace.pipelines.stages.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An object being read as a stream, in constant memory.
///
/// When the connection breaks in the middle, the rest is asked for by a range request that holds
/// only for the same object: one that was replaced meanwhile is [ObjectChangedException], never a
/// mixture. Used by one thread.
public final class ObjectDownload extends InputStream {
  /// Broken connections in a row, without a byte in between, before it is given up.
  private static final int BREAKS_MAX = 3;

  private final S3Client s3;
  private final ObjectLocation location;
  private final String etag;
  private final long bytes;
  private @Nullable ResponseInputStream<GetObjectResponse> in;
  private long offset;
  private int breaks;

  private ObjectDownload(
      S3Client s3, ObjectLocation location, ResponseInputStream<GetObjectResponse> in) {
    this.s3 = s3;
    this.location = location;
    this.in = in;
    this.etag = in.response().eTag();
    this.bytes = in.response().contentLength();
  }

  static ObjectDownload open(S3Client s3, ObjectLocation location) {
    return new ObjectDownload(
        s3,
        location,
        S3Failures.translated(
            location,
            () -> s3.getObject(get -> get.bucket(location.bucket()).key(location.key()))));
  }

  /// The object's size.
  public long bytes() {
    return bytes;
  }

  public String etag() {
    return etag;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, buffer.length);
    while (offset < bytes) {
      try {
        var count = stream().read(buffer, from, length);
        if (count >= 0) {
          offset += count;
          breaks = 0;
          return count;
        }
        broken(new IOException("The connection ended after " + offset + " of " + bytes + " bytes"));
      } catch (IOException e) {
        broken(e);
      }
    }
    end();
    return -1;
  }

  /// Reads past the last byte, so that the SDK compares its own checksum and keeps the connection.
  private void end() {
    var open = in;
    in = null;
    if (open == null) {
      return;
    }
    try (open) {
      if (open.read() >= 0) {
        throw new StoreUnavailableException(
            "Reading " + location + " went on after its " + bytes + " bytes.", new IOException());
      }
    } catch (IOException e) {
      // All bytes are here; the connection is not worth more.
    }
  }

  private ResponseInputStream<GetObjectResponse> stream() {
    var open = in;
    if (open == null) {
      open = rest();
      in = open;
    }
    return open;
  }

  private ResponseInputStream<GetObjectResponse> rest() {
    var request =
        GetObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.key())
            .ifMatch(etag)
            .range("bytes=" + offset + "-")
            .build();
    try {
      return S3Failures.translated(location, () -> s3.getObject(request));
    } catch (PreconditionFailedException | ObjectMissingException e) {
      throw new ObjectChangedException(location, e);
    }
  }

  private void broken(IOException e) {
    abort();
    breaks++;
    if (breaks > BREAKS_MAX || Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailableException(
          "Reading "
              + location
              + " broke off at byte "
              + offset
              + " of "
              + bytes
              + ", "
              + breaks
              + " times in a row: "
              + e.getMessage()
              + ". Look at the endpoint's log and the network.",
          e);
    }
  }

  private void abort() {
    var open = in;
    in = null;
    if (open != null) {
      open.abort();
    }
  }

  /// Never throws: what was read is read. A stream left in the middle is not drained.
  @Override
  public void close() {
    abort();
  }
}
