package io.millrace.pipelines.stages.output;

import io.millrace.pipelines.stages.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;

/// Copies an output as it is stored: records as JSON Lines, part after part, or one value and a
/// line's end. Nothing is held but a buffer. Used by one thread.
///
/// A part's checksum is known only after its last byte, so what was copied of a damaged part may
/// have been read already when that is found.
public final class OutputCopy {
  private final ObjectStore store;
  private final StageOutput output;

  public OutputCopy(ObjectStore store, StageOutput output) {
    this.store = store;
    this.output = output;
  }

  /// Copies all of it; the stream is left open, and not flushed.
  ///
  /// Throws [PartMissingException], [PartTruncatedException] and [ChecksumMismatchException].
  public void to(OutputStream target) throws IOException {
    var buffer = new byte[128 << 10];
    for (var part : output.parts()) {
      copy(part, target, buffer);
    }
  }

  private void copy(Part part, OutputStream target, byte[] buffer) throws IOException {
    try (var stored = PartInput.open(store, output, part)) {
      InputStream content =
          part.isCompressed() && part.bytes() > 0 ? new GZIPInputStream(stored, 64 << 10) : stored;
      var last = (byte) '\n';
      for (int count; (count = content.read(buffer)) >= 0; ) {
        if (count > 0) {
          target.write(buffer, 0, count);
          last = buffer[count - 1];
        }
      }
      stored.verify();
      if (last != '\n') {
        target.write('\n');
      }
    }
  }
}
