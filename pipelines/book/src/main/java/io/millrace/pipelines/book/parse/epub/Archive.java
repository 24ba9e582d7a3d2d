package io.millrace.pipelines.book.parse.epub;

import io.millrace.pipelines.book.parse.CorruptBookException;
import io.millrace.pipelines.book.parse.ZipBombException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A ZIP archive read with limits. Entries are read into memory by name and never written anywhere,
/// so a name such as `../../x` reaches nothing; sizes are counted while inflating, because the
/// sizes an archive declares may lie. Not for several threads at once.
public final class Archive implements AutoCloseable {

  /// Books have hundreds of entries; picture books a few thousand.
  static final int MOST_ENTRIES = 20_000;

  /// One document of text or one cover, in bytes. The longest novels are 5 MB in all.
  static final long LARGEST_ENTRY = 32L << 20;

  /// All that is read of one archive, in bytes.
  static final long LARGEST_TOTAL = 128L << 20;

  /// Prose deflates 2 to 4 times, sparse XML 20 times; above this, and large, an entry is made to
  /// explode.
  static final int STEEPEST_RATIO = 200;

  private static final long SMALL = 1L << 20;

  private final ZipFile zip;
  private final String name;
  private final Map<String, String> byLowerCase = new HashMap<>();
  private long total;

  private Archive(ZipFile zip, String name) {
    this.zip = zip;
    this.name = name;
  }

  /// Opens the archive; throws [CorruptBookException] when it has no readable directory,
  /// [ZipBombException] when it has too many entries.
  public static Archive open(Path file, String name) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException | IllegalArgumentException e) {
      throw new CorruptBookException(
          "%s is a damaged ZIP archive (%s): it was probably cut short while it was copied. Fetch the book again and compare its size with the source's."
              .formatted(name, e.getMessage()),
          e);
    }
    Archive archive = new Archive(zip, name);
    int entries = zip.size();
    if (entries > MOST_ENTRIES) {
      archive.close();
      throw archive.bomb(
          "it has %d entries, and a book has at most %d".formatted(entries, MOST_ENTRIES));
    }
    for (ZipEntry entry : Collections.list(zip.entries())) {
      archive.byLowerCase.putIfAbsent(entry.getName().toLowerCase(Locale.ROOT), entry.getName());
    }
    return archive;
  }

  public boolean has(String path) {
    return byLowerCase.containsKey(path.toLowerCase(Locale.ROOT));
  }

  /// The first entry whose name has this ending, in small letters.
  Optional<String> endingWith(String suffix) {
    return byLowerCase.keySet().stream()
        .filter(entry -> entry.endsWith(suffix))
        .sorted()
        .map(byLowerCase::get)
        .findFirst();
  }

  /// The bytes of an entry, its name compared without letter case as some makers mix it; empty when
  /// there is none.
  Optional<byte[]> read(String path) throws IOException {
    String exact = byLowerCase.get(path.toLowerCase(Locale.ROOT));
    ZipEntry entry =
        zip.getEntry(path) != null
            ? zip.getEntry(path)
            : exact == null ? null : zip.getEntry(exact);
    if (entry == null || entry.isDirectory()) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Optional.of(inflate(in, entry));
    } catch (ZipException | java.io.EOFException e) {
      throw new CorruptBookException(
          "%s is damaged: its part %s cannot be unpacked (%s). Fetch the book again, or repair it with an EPUB editor."
              .formatted(name, path, e.getMessage()),
          e);
    }
  }

  private byte[] inflate(InputStream in, ZipEntry entry) throws IOException {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream((int) Math.clamp(entry.getSize(), 1024, SMALL));
    byte[] buffer = new byte[16 * 1024];
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      size += n;
      total += n;
      if (size > LARGEST_ENTRY) {
        throw bomb(
            "its part %s unpacks to more than %d MB"
                .formatted(entry.getName(), LARGEST_ENTRY >> 20));
      }
      if (total > LARGEST_TOTAL) {
        throw bomb("its text unpacks to more than %d MB".formatted(LARGEST_TOTAL >> 20));
      }
      if (size > SMALL && size > entry.getCompressedSize() * STEEPEST_RATIO) {
        throw bomb(
            "its part %s unpacks to more than %d times its size"
                .formatted(entry.getName(), STEEPEST_RATIO));
      }
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  private ZipBombException bomb(String why) {
    return new ZipBombException(
        "%s was refused as a ZIP bomb: %s. If the book is genuine, convert it with an EPUB editor, which writes it anew."
            .formatted(name, why));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
