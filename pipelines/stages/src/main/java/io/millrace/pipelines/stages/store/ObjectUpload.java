package io.millrace.pipelines.stages.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// An object being written as a stream of unknown length, in constant memory.
///
/// One chunk is filled while the one before it is on its way, so two chunks are all it ever holds.
/// A stream shorter than a chunk is one PutObject; a longer one is a multipart upload. The object
/// becomes visible, whole, when [#commit] returns. [#close] without a commit throws everything
/// away: use it in try-with-resources and commit as the last statement. A process killed in between
/// leaves an upload that readers never see; the bucket's lifecycle rule
/// AbortIncompleteMultipartUpload removes its parts. Used by one thread.
public final class ObjectUpload extends OutputStream {
  /// Most outputs are one request then, and two of them are little beside a function's memory. S3
  /// takes 10,000 parts: this reaches 156 GiB, far beyond the size at which the kit begins another
  /// object.
  static final int CHUNK_BYTES = 16 << 20;

  /// The least that S3 takes for every part but the last.
  static final int CHUNK_BYTES_MIN = 5 << 20;

  /// From here on a checksum is worth a thread of its own beside the request.
  private static final int APART_BYTES = 1 << 20;

  private final S3Client s3;
  private final ObjectLocation location;
  private final String contentType;
  private final int chunkBytes;
  private final MessageDigest sha256 = Sha256.digest();
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] filling = new byte[64 << 10];
  private byte @Nullable [] spare;
  private int filled;
  private long written;
  private @Nullable String uploadId;
  private @Nullable FutureTask<Void> sending;
  private boolean finished;

  ObjectUpload(S3Client s3, ObjectLocation location, String contentType, int chunkBytes) {
    this.s3 = s3;
    this.location = location;
    this.contentType = contentType;
    this.chunkBytes = chunkBytes;
  }

  public ObjectLocation location() {
    return location;
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
      var room = Math.min(left, chunkBytes - filled);
      grow(filled + room);
      System.arraycopy(bytes, from, filling, filled, room);
      filled += room;
      from += room;
      left -= room;
      if (filled == chunkBytes) {
        send();
      }
    }
    written += length;
  }

  /// Makes the object visible and returns the SHA-256 of its content in hexadecimal digits. Throws
  /// [StoreUnavailableException] or [StoreRefusedException]; then the object is as it was before.
  public String commit() throws IOException {
    if (finished) {
      throw new IllegalStateException("The upload of " + location + " was already finished.");
    }
    var digest = uploadId == null && sending == null ? putWhole() : complete();
    finished = true;
    return HexFormat.of().formatHex(digest);
  }

  /// What arrives is compared by S3 with the CRC32 that the SDK sends along.
  private byte[] putWhole() {
    if (filled < APART_BYTES) {
      sha256.update(filling, 0, filled);
      put();
      return sha256.digest();
    }
    try (var digest =
        Underway.begin(
            "sha256-" + location.key(),
            () -> {
              sha256.update(filling, 0, filled);
              return sha256.digest();
            })) {
      put();
      return digest.join();
    }
  }

  private void put() {
    S3Failures.translated(
        location,
        () ->
            s3.putObject(
                put -> put.bucket(location.bucket()).key(location.key()).contentType(contentType),
                body(filling, filled)));
  }

  private byte[] complete() throws IOException {
    if (filled > 0) {
      send();
    }
    await();
    S3Failures.translated(
        location,
        () ->
            s3.completeMultipartUpload(
                complete ->
                    complete
                        .bucket(location.bucket())
                        .key(location.key())
                        .uploadId(uploadId)
                        .multipartUpload(all -> all.parts(parts))));
    return sha256.digest();
  }

  /// Gives the upload up unless it was committed. Never throws: it runs while another failure is on
  /// its way.
  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    try {
      var task = sending;
      if (task != null) {
        task.cancel(true);
      }
      var id = uploadId;
      if (id != null) {
        s3.abortMultipartUpload(
            abort -> abort.bucket(location.bucket()).key(location.key()).uploadId(id));
      }
    } catch (RuntimeException e) {
      // Invisible to readers; the lifecycle rule removes the parts.
    }
  }

  /// Hands the filled chunk over and goes on with the other.
  private void send() throws IOException {
    await();
    if (uploadId == null) {
      uploadId =
          S3Failures.translated(
              location,
              () ->
                  s3.createMultipartUpload(
                          create ->
                              create
                                  .bucket(location.bucket())
                                  .key(location.key())
                                  .contentType(contentType))
                      .uploadId());
    }
    var chunk = filling;
    var length = filled;
    var number = parts.size() + 1;
    var task = new FutureTask<Void>(() -> sendChunk(chunk, length, number), null);
    sending = task;
    filling = spare == null ? new byte[64 << 10] : spare;
    spare = chunk;
    filled = 0;
    Thread.ofVirtual().name("upload-" + location.key()).start(task);
  }

  private void sendChunk(byte[] chunk, int length, int number) {
    sha256.update(chunk, 0, length);
    var sent =
        S3Failures.translated(
            location,
            () ->
                s3.uploadPart(
                    part ->
                        part.bucket(location.bucket())
                            .key(location.key())
                            .uploadId(uploadId)
                            .partNumber(number),
                    body(chunk, length)));
    parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
  }

  /// Waits until the chunk on its way has arrived; what it wrote is seen by this thread then.
  private void await() throws IOException {
    var task = sending;
    if (task == null) {
      return;
    }
    try {
      task.get();
      sending = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted =
          new InterruptedIOException("The upload of " + location + " was interrupted.");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("Sending a part of " + location + " failed.", e.getCause());
    }
  }

  /// Not copied: the SDK asks again for the stream when it repeats the request.
  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  private void grow(int needed) {
    if (needed > filling.length) {
      filling = Arrays.copyOf(filling, Math.min(chunkBytes, Math.max(needed, filling.length * 4)));
    }
  }
}
