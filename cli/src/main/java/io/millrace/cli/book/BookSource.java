package io.millrace.cli.book;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which book is meant.
///
/// @param location what the Scrape stage is given: a URL, or the absolute path of a file
/// @param bookId the same for the same book, so that the same command resumes: made from the
///   content of a file that can be read, else from the location
/// @param shown how to name the source in messages: as it was typed
record BookSource(String location, String bookId, String shown) {
  private static final Pattern URL = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");
  private static final Pattern BOOK_FILE = Pattern.compile("(?i).*\\.(epub|pdf|html?|xhtml|txt)");
  private static final int ID_HEX_DIGITS = 16;

  /// What a person typed: a URL, a file, or a folder that holds exactly one book file (as saved web
  /// pages do).
  static BookSource of(String typed) {
    if (URL.matcher(typed).matches() && !typed.startsWith("file:")) {
      return new BookSource(typed, idOf(typed.getBytes(StandardCharsets.UTF_8)), typed);
    }
    Path path = typed.startsWith("file:") ? Path.of(java.net.URI.create(typed)) : Path.of(typed);
    Path file = onlyBookIn(path.toAbsolutePath().normalize());
    return new BookSource(file.toString(), idOfFile(file), typed);
  }

  private static Path onlyBookIn(Path path) {
    if (!Files.isDirectory(path)) return path;
    try (Stream<Path> entries = Files.list(path)) {
      List<Path> books =
          entries
              .filter(file -> BOOK_FILE.matcher(file.getFileName().toString()).matches())
              .toList();
      return books.size() == 1 ? books.getFirst() : path;
    } catch (IOException _) {
      return path; // the Scrape stage says what is wrong with it, and writes it down
    }
  }

  private static String idOfFile(Path file) {
    if (!Files.isRegularFile(file)) return idOf(file.toString().getBytes(StandardCharsets.UTF_8));
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException _) {
      return idOf(file.toString().getBytes(StandardCharsets.UTF_8));
    }
    return id(digest.digest());
  }

  private static String idOf(byte[] bytes) {
    return id(sha256().digest(bytes));
  }

  private static String id(byte[] hash) {
    return "bk_" + HexFormat.of().formatHex(hash).substring(0, ID_HEX_DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The sample book that comes with the program, copied to a file under `folder`.
  ///
  /// @throws UncheckedIOException when the folder cannot be written
  static BookSource sample(Path folder, String resource) {
    Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    try (InputStream in = BookSource.class.getResourceAsStream(resource)) {
      if (in == null)
        throw new IllegalStateException(resource + " is not in the jar of the book pipeline");
      Files.createDirectories(folder);
      Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The sample book cannot be written to " + file, e);
    }
    return new BookSource(file.toAbsolutePath().toString(), idOfFile(file), "the sample book");
  }
}
