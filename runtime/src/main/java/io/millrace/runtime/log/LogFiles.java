package io.millrace.runtime.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Logs as files, one for each log group: JSON lines, the newest last. A file that has grown large
/// becomes `NAME.1`, what was that `NAME.2`, and so on; the oldest goes. Used by one thread.
public final class LogFiles implements LogDestination {
  private static final long FILE_BYTES_MAX = 16L << 20;
  private static final int OLD_FILES_MAX = 4;

  /// Names of files end at 255 bytes, and numbers come behind them.
  private static final int NAME_LENGTH_MAX = 200;

  private final Path folder;
  private final long fileBytesMax;

  /// @param folder is made when the first events come
  public LogFiles(Path folder) {
    this(folder, FILE_BYTES_MAX);
  }

  LogFiles(Path folder, long fileBytesMax) {
    this.folder = folder;
    this.fileBytesMax = fileBytesMax;
  }

  @Override
  public void deliver(String logGroup, List<LogEvent> events) {
    Path file = file(logGroup);
    try {
      Files.createDirectories(folder);
      if (Files.exists(file) && Files.size(file) >= fileBytesMax) {
        rotate(file);
      }
      try (Writer out =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (LogEvent event : events) {
          out.write(event.text());
          out.write('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /// Where the log of this group is. Slashes become `_`, all but the first: they separate folders
  /// here; whatever no log group's name may have becomes `-`.
  public Path file(String logGroup) {
    String name = logGroup.startsWith("/") ? logGroup.substring(1) : logGroup;
    String safe = name.replace('/', '_').replaceAll("[^A-Za-z0-9_.#-]", "-");
    if (safe.length() > NAME_LENGTH_MAX) {
      safe = safe.substring(0, NAME_LENGTH_MAX) + "-" + Integer.toHexString(logGroup.hashCode());
    }
    return folder.resolve(safe + ".log");
  }

  private static void rotate(Path file) throws IOException {
    for (int number = OLD_FILES_MAX - 1; number >= 1; number--) {
      Path old = old(file, number);
      if (Files.exists(old)) {
        Files.move(old, old(file, number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, old(file, 1), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path old(Path file, int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
