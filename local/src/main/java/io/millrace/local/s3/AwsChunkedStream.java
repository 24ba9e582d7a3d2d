package io.millrace.local.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Takes a body in `aws-chunked` encoding apart: chunks of `size[;chunk-signature=…]`, then
/// trailing headers, which carry the checksum that current SDKs send with every upload.
final class AwsChunkedStream extends InputStream {
  private final InputStream in;
  private final Map<String, String> trailers = new TreeMap<>();
  private long remaining;
  private boolean first = true;
  private boolean ended;

  AwsChunkedStream(InputStream in) {
    this.in = in;
  }

  /// By lower-case name; complete once the stream has ended.
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    var read = in.read(bytes, offset, (int) Math.min(length, remaining));
    if (read < 0) {
      throw new EOFException("The body ends inside a chunk.");
    }
    remaining -= read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (!first) {
      line();
    }
    first = false;
    var header = line();
    var end = header.indexOf(';');
    try {
      remaining = Long.parseLong(header.substring(0, end < 0 ? header.length() : end).strip(), 16);
    } catch (NumberFormatException _) {
      throw new S3Error(
          400, "InvalidChunkSizeError", "A chunk's size is not a hexadecimal number.");
    }
    if (remaining == 0) {
      ended = true;
      for (var line = line(); !line.isEmpty(); line = line()) {
        var colon = line.indexOf(':');
        if (colon > 0) {
          trailers.put(
              line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
              line.substring(colon + 1).strip());
        }
      }
    }
  }

  /// The next line without its end; empty at the end of the body.
  private String line() throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() > 8192) {
        throw new S3Error(400, "InvalidRequest", "A line between chunks is longer than 8 KB.");
      }
      line.append((char) next);
    }
    return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .stripTrailing();
  }
}
