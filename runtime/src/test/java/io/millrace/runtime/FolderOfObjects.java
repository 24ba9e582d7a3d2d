package io.millrace.runtime;

import io.millrace.runtime.map.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Objects in memory, one bucket for all; a reading may be made to break off. Safe for concurrent
/// use.
final class FolderOfObjects implements ObjectStore {
  private final TreeMap<String, String> objects = new TreeMap<>();

  /// Each of so many readings gives so many bytes and then fails.
  final AtomicInteger brokenReadings = new AtomicInteger();

  /// Each of so many writings fails.
  final AtomicInteger brokenWritings = new AtomicInteger();

  /// Told of each reading and writing before it happens, by its key; on the thread that does it.
  volatile Observer observer = _ -> {};

  @FunctionalInterface
  interface Observer {
    void told(String key) throws IOException;
  }

  private static final int BROKEN_AFTER_BYTES = 9_000;

  synchronized void put(String key, String text) {
    objects.put(key, text);
  }

  synchronized void remove(String key) {
    objects.remove(key);
  }

  synchronized String text(String key) {
    return objects.getOrDefault(key, "(none)");
  }

  @Override
  public InputStream read(String bucket, String key, @Nullable String versionId)
      throws IOException {
    observer.told(key);
    String text;
    synchronized (this) {
      text = objects.get(key);
    }
    if (text == null) {
      throw new RefusedException("The specified key does not exist.");
    }
    InputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return brokenReadings.getAndDecrement() > 0 ? new Broken(bytes) : bytes;
  }

  @Override
  public synchronized List<Entry> list(String bucket, String prefix, @Nullable String after) {
    return objects.tailMap(after == null ? "" : after, false).entrySet().stream()
        .filter(object -> object.getKey().startsWith(prefix))
        .limit(2)
        .map(
            object ->
                new Entry(object.getKey(), "\"e\"", 7, object.getValue().length(), "STANDARD"))
        .toList();
  }

  @Override
  public void write(String bucket, String key, Path content) throws IOException {
    observer.told(key);
    if (brokenWritings.getAndDecrement() > 0) {
      throw new IOException("Connection reset");
    }
    put(key, Files.readString(content));
  }

  private static final class Broken extends InputStream {
    private final InputStream bytes;
    private int left = BROKEN_AFTER_BYTES;

    Broken(InputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
      if (left == 0) {
        throw new IOException("Connection reset");
      }
      int count = bytes.read(to, from, Math.min(most, left));
      left -= Math.max(0, count);
      return count;
    }
  }
}
