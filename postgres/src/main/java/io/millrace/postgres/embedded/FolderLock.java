package io.millrace.postgres.embedded;

import io.millrace.postgres.embedded.EmbeddedPostgresException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to run a data folder: an operating-system lock on its `millrace.lock`, which the
/// kernel gives back when the process dies, however it dies. The file's text is the holder's
/// process id, for the error message only.
final class FolderLock implements AutoCloseable {
  /// POSIX gives a lock back as soon as the process closes any descriptor of the file, so that a
  /// second attempt by this process must be refused before it opens the file.
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Takes the lock or throws [EmbeddedPostgresException] with [Problem#LOCKED] at once; never
  /// waits.
  static FolderLock take(Path existingFolder) throws IOException {
    var folder = existingFolder.toRealPath();
    var pid = ProcessHandle.current().pid();
    if (!HELD_BY_THIS_PROCESS.add(folder)) {
      throw held(folder, "this process (pid " + pid + ")");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve("millrace.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw held(folder, "the process with pid " + read(channel));
      }
      channel.truncate(0);
      channel.write(StandardCharsets.US_ASCII.encode(pid + "\n"), 0);
      return new FolderLock(folder, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD_BY_THIS_PROCESS.remove(folder);
      throw e;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(32);
    channel.read(bytes, 0);
    var text = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    return text.isEmpty() ? "unknown (it has just started)" : text;
  }

  private static EmbeddedPostgresException held(Path folder, String holder) {
    return new EmbeddedPostgresException(
        Problem.LOCKED,
        "The data folder %s is in use by %s. Stop that process, or choose another data folder."
            .formatted(folder, holder));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_BY_THIS_PROCESS.remove(folder);
    }
  }
}
