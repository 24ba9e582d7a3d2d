package io.millrace.pipelines.book.parse;

import org.jspecify.annotations.Nullable;

/// What the place a book came from said about it: the HTTP `Content-Type` without parameters, the
/// file name, and the charset parameter. All are hints: the content decides where it is
/// unmistakable.
public record SourceHint(
    @Nullable String contentType, @Nullable String fileName, @Nullable String charset) {

  /// Nothing is known but the bytes.
  public static final SourceHint NONE = new SourceHint(null, null, null);

  public static SourceHint ofFileName(String fileName) {
    return new SourceHint(null, fileName, null);
  }
}
