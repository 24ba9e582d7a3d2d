package io.millrace.pipelines.book.audio.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A folder for files that are only needed during one call; closing deletes it with all it holds.
public final class ScratchFolder implements AutoCloseable {

  private final Path folder;

  private ScratchFolder(Path folder) {
    this.folder = folder;
  }

  /// Makes a new folder inside `parent` (null: where the system keeps temporary files).
  public static ScratchFolder create(@Nullable Path parent) {
    try {
      if (parent == null) {
        return new ScratchFolder(Files.createTempDirectory("millrace-audio-"));
      }
      Files.createDirectories(parent);
      return new ScratchFolder(Files.createTempDirectory(parent, "millrace-audio-"));
    } catch (IOException e) {
      throw failure("A folder for temporary files could not be made", e);
    }
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /// What an [IOException] on a local file is for the user: [DiskFullException] where it is that.
  public static RuntimeException failure(String what, IOException cause) {
    return ToolRun.saysDiskFull(cause.toString())
        ? new DiskFullException(
            what + ": there is no disk space left. Make room, then run again.", cause)
        : new UncheckedIOException(what + ": " + cause, cause);
  }

  /// Deletes what can be deleted; a leftover temporary file is not worth failing a finished
  /// chapter.
  @Override
  public void close() {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
