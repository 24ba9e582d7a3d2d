package io.millrace.pipelines.book.parse;

import io.millrace.pipelines.book.text.BookText;
import java.nio.file.Path;

/// Reads one book. Implementations are stateless and may be called by several threads at once.
public interface BookParser {

  /// Reads the book in `file`, telling the format from the content first and from the hint where
  /// the content leaves doubt. Takes time linear in the file's size and keeps the result in memory.
  /// Throws a subclass of [UnreadableBookException] when the file is not a book that can be
  /// narrated, and [java.io.UncheckedIOException] when the disk fails.
  BookText parse(Path file, SourceHint hint);
}
