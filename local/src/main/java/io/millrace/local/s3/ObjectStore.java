package io.millrace.local.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Objects in a folder.
///
/// An object appears all at once: its body and its record are written and flushed elsewhere, and
/// the rename of the body to its place is the moment it exists. The record is found by the body's
/// time stamp, which the rename keeps, so that a crash between the steps leaves the old object or
/// the new one whole, with its own record. A half-written body it leaves under `.millrace` is swept
/// away at the next start; a record whose body never came stays there unseen. When a method
/// returns, its effect is on the disk.
final class ObjectStore {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private static final int STRIPES = 256;

  private final Layout layout;
  private final Stamp stamp = new Stamp();
  private final ReentrantLock[] locks =
      IntStream.range(0, STRIPES).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  ObjectStore(Layout layout) {
    this.layout = layout;
  }

  /// Looks at the present object before it is replaced; throws [S3Error] to keep it.
  interface Condition {
    void check(Optional<ObjectRecord> present);
  }

  /// A new file for a body, to be given to [#put] or deleted.
  Path stage() {
    return layout.staging().resolve(UUID.randomUUID().toString());
  }

  /// Makes a staged file the object, unless the condition objects. The file is gone afterwards in
  /// either case.
  ObjectRecord put(
      String bucket, String key, Path staged, ObjectRecord described, Condition condition)
      throws IOException {
    requireBucket(bucket);
    var place = layout.object(bucket, key);
    var lock = locks[Math.floorMod((bucket + "/" + key).hashCode(), STRIPES)];
    lock.lock();
    try {
      var present = find(bucket, key);
      condition.check(present);
      var modified = stamp.next(Instant.now());
      var complete =
          new ObjectRecord(
              Files.size(staged),
              modified,
              described.etag(),
              described.headers(),
              described.userMetadata(),
              described.checksums());
      Files.setLastModifiedTime(staged, FileTime.from(modified));
      var recorded = recording(bucket, key, complete);
      Durable.flush(staged);
      createFolders(place.getParent());
      await(recorded);
      try {
        Durable.move(staged, place);
      } catch (FileSystemException e) {
        if (Files.isDirectory(place)) {
          throw bothFileAndFolder();
        }
        throw e;
      }
      if (present.isPresent()) {
        Files.deleteIfExists(record(bucket, key, present.get()));
      }
      return complete;
    } finally {
      lock.unlock();
      Files.deleteIfExists(staged);
    }
  }

  Optional<ObjectRecord> find(String bucket, String key) throws IOException {
    requireBucket(bucket);
    return describe(bucket, key, layout.object(bucket, key));
  }

  /// The record of a file in a bucket's folder; empty when it is not a file.
  Optional<ObjectRecord> describe(String bucket, String key, Path file) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
    if (!attributes.isRegularFile()) {
      return Optional.empty();
    }
    var modified = attributes.lastModifiedTime().toInstant();
    var foreign = ObjectRecord.ofForeignFile(attributes.size(), modified);
    try {
      var bytes = Files.readAllBytes(record(bucket, key, foreign));
      var known = JSON.readValue(bytes, ObjectRecord.class);
      return Optional.of(known.size() == attributes.size() ? known : foreign);
    } catch (NoSuchFileException _) {
      return Optional.of(foreign);
    }
  }

  /// A body and the record that belongs to exactly these bytes.
  record Opened(ObjectRecord about, InputStream body) {}

  /// Opens an object. A replacement while it is read does not disturb the reader.
  Opened open(String bucket, String key) throws IOException {
    var lock = locks[Math.floorMod((bucket + "/" + key).hashCode(), STRIPES)];
    lock.lock();
    try {
      var about = find(bucket, key).orElseThrow(S3Error::noSuchKey);
      return new Opened(about, Files.newInputStream(layout.object(bucket, key)));
    } finally {
      lock.unlock();
    }
  }

  /// Deletes an object; nothing happens when there is none, as in S3. Folders left empty go, too.
  void delete(String bucket, String key) throws IOException {
    var lock = locks[Math.floorMod((bucket + "/" + key).hashCode(), STRIPES)];
    lock.lock();
    try {
      var present = find(bucket, key);
      if (present.isEmpty()) {
        return;
      }
      var place = layout.object(bucket, key);
      Durable.delete(place);
      Files.deleteIfExists(record(bucket, key, present.get()));
      deleteEmptyFolders(place.getParent(), layout.bucket(bucket));
    } finally {
      lock.unlock();
    }
  }

  void requireBucket(String bucket) {
    if (!Files.isDirectory(layout.bucket(bucket))) {
      throw S3Error.noSuchBucket();
    }
  }

  /// Writes the record while the caller flushes the body. Should that fail, a record whose body
  /// never came stays.
  private FutureTask<Void> recording(String bucket, String key, ObjectRecord about) {
    var task =
        new FutureTask<Void>(
            () -> {
              writeRecord(bucket, key, about);
              return null;
            });
    Thread.ofVirtual().name("s3-record").start(task);
    return task;
  }

  private static void await(FutureTask<Void> recorded) throws IOException {
    try {
      recorded.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The endpoint was stopped while an object was written.");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private void writeRecord(String bucket, String key, ObjectRecord about) throws IOException {
    var draft = stage();
    Files.write(draft, JSON.writeValueAsBytes(about));
    Durable.flush(draft);
    var place = record(bucket, key, about);
    createFolders(place.getParent());
    Durable.move(draft, place);
  }

  private Path record(String bucket, String key, ObjectRecord about) {
    return layout.metadata(bucket, key, ObjectRecord.micros(about.lastModified()));
  }

  private static void createFolders(Path folder) throws IOException {
    try {
      Durable.createFolders(folder);
    } catch (FileSystemException e) {
      if (e instanceof FileAlreadyExistsException || e.getMessage().contains("Not a directory")) {
        throw bothFileAndFolder();
      }
      throw e;
    }
  }

  private static void deleteEmptyFolders(Path folder, Path bucketFolder) throws IOException {
    for (var empty = folder; !empty.equals(bucketFolder); empty = empty.getParent()) {
      try {
        Files.delete(empty);
      } catch (DirectoryNotEmptyException | NoSuchFileException _) {
        return;
      }
    }
  }

  private static S3Error bothFileAndFolder() {
    return S3Error.invalid(
        "One of the two keys 'x' and 'x/…' is there already, and a folder on this machine cannot"
            + " hold both.");
  }
}
