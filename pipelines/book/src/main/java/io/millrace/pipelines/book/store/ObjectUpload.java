package io.millrace.pipelines.book.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// An object being written as a stream of unknown length.
///
/// The object becomes visible, whole, when [#commit] returns. [#close] without a commit throws
/// everything away: use it in try-with-resources and commit as the last statement. A stream shorter
/// than one part is one PutObject; a longer one is a multipart upload. A process killed in between
/// leaves an upload that readers never see; the bucket's lifecycle rule
/// AbortIncompleteMultipartUpload removes its parts. Used by one thread.
public final class ObjectUpload extends OutputStream {
  /// S3 wants at least 5 MiB for every part but the last, and at most 10,000 parts: 8 MiB reaches
  /// 78 GiB.
  static final int PART_BYTES = 8 << 20;

  private final S3Client s3;
  private final ObjectLocation location;
  private final String contentType;
  private final Map<String, String> metadata;
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[64 << 10];
  private int buffered;
  private long written;
  private @Nullable String uploadId;
  private boolean finished;

  ObjectUpload(
      S3Client s3, ObjectLocation location, String contentType, Map<String, String> metadata) {
    this.s3 = s3;
    this.location = location;
    this.contentType = contentType;
    this.metadata = Map.copyOf(metadata);
  }

  /// Bytes written so far.
  public long written() {
    return written;
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (finished) {
      throw new IOException("The upload of " + location + " is already finished.");
    }
    var from = offset;
    var left = length;
    while (left > 0) {
      var room = Math.min(left, PART_BYTES - buffered);
      grow(buffered + room);
      System.arraycopy(bytes, from, buffer, buffered, room);
      buffered += room;
      from += room;
      left -= room;
      if (buffered == PART_BYTES) {
        sendPart();
      }
    }
    written += length;
  }

  /// Makes the object visible. Throws [StoreUnavailableException] or [StoreRefusedException]; then
  /// the object is as it was before.
  public void commit() {
    if (finished) {
      throw new IllegalStateException("The upload of " + location + " was already finished.");
    }
    S3Failures.translated(
        location,
        () -> {
          if (uploadId == null) {
            s3.putObject(
                put ->
                    put.bucket(location.bucket())
                        .key(location.key())
                        .contentType(contentType)
                        .metadata(metadata),
                RequestBody.fromBytes(Arrays.copyOf(buffer, buffered)));
            return null;
          }
          if (buffered > 0) {
            sendPart();
          }
          return s3.completeMultipartUpload(
              complete ->
                  complete
                      .bucket(location.bucket())
                      .key(location.key())
                      .uploadId(uploadId)
                      .multipartUpload(all -> all.parts(parts)));
        });
    finished = true;
  }

  /// Gives the upload up unless it was committed. Never throws: it runs while another failure is on
  /// its way.
  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    var id = uploadId;
    if (id == null) {
      return;
    }
    try {
      s3.abortMultipartUpload(
          abort -> abort.bucket(location.bucket()).key(location.key()).uploadId(id));
    } catch (RuntimeException e) {
      // Invisible to readers; the lifecycle rule removes the parts.
    }
  }

  private void sendPart() {
    S3Failures.translated(
        location,
        () -> {
          if (uploadId == null) {
            uploadId =
                s3.createMultipartUpload(
                        create ->
                            create
                                .bucket(location.bucket())
                                .key(location.key())
                                .contentType(contentType)
                                .metadata(metadata))
                    .uploadId();
          }
          var number = parts.size() + 1;
          var sent =
              s3.uploadPart(
                  part ->
                      part.bucket(location.bucket())
                          .key(location.key())
                          .uploadId(uploadId)
                          .partNumber(number),
                  RequestBody.fromBytes(Arrays.copyOf(buffer, buffered)));
          parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
          buffered = 0;
          return null;
        });
  }

  private void grow(int needed) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, Math.max(needed, buffer.length * 2)));
    }
  }
}
