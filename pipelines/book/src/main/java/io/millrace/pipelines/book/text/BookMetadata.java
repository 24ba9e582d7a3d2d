package io.millrace.pipelines.book.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a book says about itself. `title` is never blank (the file name stands in for a missing
/// one), `authors` may be empty, `language` is a BCP 47 tag such as `en` or `pt-BR`, or null when
/// the source does not say.
public record BookMetadata(
    String title, List<String> authors, @Nullable String language, @Nullable Cover cover) {

  public BookMetadata {
    authors = List.copyOf(authors);
  }
}
