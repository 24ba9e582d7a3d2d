package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.text.SkippedPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The object `parsed/{bookId}/manifest.json`: what Parse found. It is written after every
/// chapter's object, so that its presence means they are there; a list of a book's chapters too
/// long for a payload is read from here.
public record Manifest(
    String bookId,
    String title,
    List<String> authors,
    @Nullable String language,
    @Nullable String coverS3Key,
    @Nullable String coverMediaType,
    List<Entry> chapters,
    List<SkippedPart> skipped) {

  /// @param characters of the printed text, without the heading
  /// @param bytes and sha256 of the chapter's object
  public record Entry(
      String chapterId,
      int number,
      String title,
      @Nullable String heading,
      @Nullable String part,
      int words,
      long characters,
      String parsedS3Key,
      long bytes,
      String sha256) {}

  public Manifest {
    authors = List.copyOf(authors);
    chapters = List.copyOf(chapters);
    skipped = List.copyOf(skipped);
  }
}
