package io.millrace.runtime.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Logs as files, one for each log group: JSON lines, the newest last. A file that has grown large
/// becomes `NAME.1`, what was that `NAME.2`, and so on; the oldest goes, and of all groups together
/// what was written to longest ago ([LogSpace]). Used by one thread.
public final class LogFiles implements LogDestination {
  private static final long FILE_BYTES_MAX = 16L << 20;
  private static final int OLD_FILES_MAX = 4;

  /// Names of files end at 255 bytes, and numbers come behind them.
  private static final int NAME_LENGTH_MAX = 200;

  private static final int HASH_BYTES = 6;
  private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{12}");

  private final Path folder;
  private final long fileBytesMax;
  private final LogSpace space;

  /// @param folder is made when the first events come; holds nothing else
  public LogFiles(Path folder) {
    this(folder, FILE_BYTES_MAX, LogSpace.standard(folder));
  }

  LogFiles(Path folder, long fileBytesMax, LogSpace space) {
    this.folder = folder;
    this.fileBytesMax = fileBytesMax;
    this.space = space;
  }

  @Override
  public void deliver(String logGroup, List<LogEvent> events) {
    Path file = file(logGroup);
    try {
      Files.createDirectories(folder);
      if (Files.exists(file) && Files.size(file) >= fileBytesMax) {
        rotate(file);
      }
      boolean isNew = Files.notExists(file);
      long written = append(file, events);
      space.written(file, written, isNew);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /// @return how many bytes
  private static long append(Path file, List<LogEvent> events) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = channel.size();
      boolean isCut = endsWithinLine(channel, size);
      channel.position(size);
      // Closed with the channel; flushed here, so that a full disk is told of.
      Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
      if (isCut) {
        out.write('\n');
      }
      for (LogEvent event : events) {
        out.write(event.text());
        out.write('\n');
      }
      out.flush();
      return channel.position() - size;
    }
  }

  /// A process that was killed, or a disk that was full, left half a line: the next is its own.
  private static boolean endsWithinLine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
  }

  /// Where the log of this group is. Slashes become `_`, all but the first: they separate folders
  /// here; whatever no log group's name may have becomes `-`. A name that was changed, or that
  /// looks like it, ends with a hash of the group's, so that no two groups share a file.
  public Path file(String logGroup) {
    String name = logGroup.startsWith("/") ? logGroup.substring(1) : logGroup;
    String safe = name.replace('/', '_').replaceAll("[^A-Za-z0-9_.#-]", "-");
    safe = safe.substring(0, Math.min(safe.length(), NAME_LENGTH_MAX));
    if (!safe.equals(logGroup) || HASHED.matcher(safe).matches()) {
      safe += "-" + hash(logGroup);
    }
    return folder.resolve(safe + ".log");
  }

  private static String hash(String logGroup) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(logGroup.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
