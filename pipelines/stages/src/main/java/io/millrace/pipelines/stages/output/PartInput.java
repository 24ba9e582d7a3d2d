package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.store.ObjectDownload;
import io.millrace.pipelines.stages.store.ObjectLocation;
import io.millrace.pipelines.stages.store.ObjectMissingException;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.pipelines.stages.store.ReadAhead;
import io.millrace.pipelines.stages.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The bytes of a part, checked against what its manifest says while they pass. [#verify] reads
/// what is left and compares. A larger part is fetched while the stage works on what it has. Used
/// by one thread.
final class PartInput extends InputStream {
  private final ObjectLocation location;
  private final Part part;
  private final InputStream bytes;
  private final MessageDigest sha256 = Sha256.digest();

  private PartInput(ObjectLocation location, Part part, ObjectDownload download) {
    this.location = location;
    this.part = part;
    var digested = new DigestInputStream(download, sha256);
    this.bytes =
        part.bytes() > ReadAhead.BLOCK_BYTES
            ? new ReadAhead("read-" + location.key(), digested)
            : digested;
  }

  /// Throws [PartMissingException], [PartTruncatedException] and [ChecksumMismatchException].
  static PartInput open(ObjectStore store, StageOutput output, Part part) {
    var location = output.location(part);
    ObjectDownload download;
    try {
      download = store.open(location);
    } catch (ObjectMissingException e) {
      throw new PartMissingException(
          location + ", which the output of its stage consists of, is gone. Run that stage again.",
          e);
    }
    var trouble = difference(location, part, download);
    if (trouble != null) {
      download.close();
      throw trouble;
    }
    return new PartInput(location, part, download);
  }

  private static @Nullable RuntimeException difference(
      ObjectLocation location, Part part, ObjectDownload download) {
    if (download.bytes() < part.bytes()) {
      return new PartTruncatedException(
          location
              + " has "
              + download.bytes()
              + " of "
              + part.bytes()
              + " bytes. Run the stage that wrote it again.");
    }
    var etag = part.etag();
    if (download.bytes() > part.bytes() || (etag != null && !etag.equals(download.etag()))) {
      return new ChecksumMismatchException(
          location
              + " is not what was published: "
              + download.bytes()
              + " bytes instead of "
              + part.bytes()
              + ", or other content. Run the stage that wrote it again.");
    }
    return null;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return bytes.read(buffer, offset, length);
  }

  /// Reads to the end and throws [ChecksumMismatchException] when the content is not the published
  /// one. Call once.
  void verify() throws IOException {
    var rest = new byte[64 << 10];
    while (read(rest) >= 0) {
      // Only the digest wants it.
    }
    var wanted = part.sha256();
    var found = HexFormat.of().formatHex(sha256.digest());
    if (wanted != null && !wanted.equals(found)) {
      throw new ChecksumMismatchException(
          location
              + " has SHA-256 "
              + found
              + ", its manifest says "
              + wanted
              + ": it was changed or damaged. Run the stage that wrote it again.");
    }
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a download's never does
    }
  }
}
