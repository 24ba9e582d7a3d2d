package io.millrace.runtime.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all log files of a folder may take together: when it is more, those that were written to
/// longest ago are deleted. Looked at when there is a new file, and after some writing. Used by one
/// thread.
final class LogSpace {
  private static final Logger LOG = LoggerFactory.getLogger(LogSpace.class);

  private static final long BYTES_MAX = 1L << 30;
  private static final int FILES_MAX = 2_000;

  /// How much may be written before it is looked at again.
  private static final int LOOKS = 16;

  /// Names that [LogFiles] gives; nothing else is touched.
  private static final Pattern LOG_FILE = Pattern.compile(".*\\.log(\\.[0-9])?");

  private final Path folder;
  private final long bytesMax;
  private final int filesMax;
  private long unseenBytes;

  private record Found(Path file, long bytes, long modifiedMillis) {}

  /// @param bytesMax a sixteenth more may be taken for a while
  LogSpace(Path folder, long bytesMax, int filesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
    this.filesMax = filesMax;
  }

  /// 1 GiB in 2,000 files.
  static LogSpace standard(Path folder) {
    return new LogSpace(folder, BYTES_MAX, FILES_MAX);
  }

  /// So much was written to this file, which stays.
  void written(Path file, long bytes, boolean isNew) throws IOException {
    unseenBytes += bytes;
    if (isNew || unseenBytes >= bytesMax / LOOKS) {
      unseenBytes = 0;
      makeRoom(file);
    }
  }

  private void makeRoom(Path latest) throws IOException {
    List<Found> found = found();
    long bytes = found.stream().mapToLong(Found::bytes).sum();
    int files = found.size();
    int deleted = 0;
    for (Found oldest : found) {
      if (bytes <= bytesMax && files <= filesMax) {
        break;
      }
      if (!oldest.file.equals(latest)) {
        Files.deleteIfExists(oldest.file);
        bytes -= oldest.bytes;
        files--;
        deleted++;
      }
    }
    if (deleted > 0) {
      LOG.atInfo()
          .addKeyValue("folder", folder)
          .addKeyValue("files", deleted)
          .log("The oldest logs of executions were deleted: there is room for so much only");
    }
  }

  /// The one written to longest ago first.
  private List<Found> found() throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (LOG_FILE.matcher(file.getFileName().toString()).matches()) {
          BasicFileAttributes of;
          try {
            of = Files.readAttributes(file, BasicFileAttributes.class);
          } catch (NoSuchFileException _) {
            continue; // deleted by somebody meanwhile
          }
          if (of.isRegularFile()) {
            found.add(new Found(file, of.size(), of.lastModifiedTime().toMillis()));
          }
        }
      }
    }
    found.sort(Comparator.comparingLong(Found::modifiedMillis));
    return found;
  }
}
