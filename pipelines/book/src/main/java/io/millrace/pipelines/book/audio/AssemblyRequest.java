package io.millrace.pipelines.book.audio;

import io.millrace.pipelines.book.text.Cover;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the audiobook is made of and called. `output` is written whole or not at all.
public record AssemblyRequest(
    List<AudioChapter> chapters,
    @Nullable Cover cover,
    String title,
    @Nullable String author,
    @Nullable String narrator,
    @Nullable Locale language,
    Path output) {

  public AssemblyRequest {
    chapters = List.copyOf(chapters);
  }
}
