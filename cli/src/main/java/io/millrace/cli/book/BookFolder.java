package io.millrace.cli.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where the files of one book go. Two books may have one title; a small file in the folder says
/// whose it is.
final class BookFolder {
  /// Holds the book's id.
  static final String MARK = ".millrace-book";

  private BookFolder() {}

  /// The folder `out`/TITLE, or `out`/TITLE (BOOK-ID) when that one holds something else; made when
  /// absent.
  static Path make(Path out, String title, String bookId) throws IOException {
    Path folder = out.resolve(FileNames.of(title));
    if (!isFor(folder, bookId)) folder = out.resolve(FileNames.of(title) + " (" + bookId + ")");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(MARK), bookId + "\n");
    return folder;
  }

  private static boolean isFor(Path folder, String bookId) throws IOException {
    if (!Files.exists(folder)) return true;
    if (!Files.isDirectory(folder)) return false;
    Path mark = folder.resolve(MARK);
    if (Files.exists(mark)) return Files.readString(mark).strip().equals(bookId);
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
