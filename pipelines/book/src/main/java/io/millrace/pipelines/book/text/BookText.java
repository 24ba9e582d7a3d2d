package io.millrace.pipelines.book.text;

import java.util.List;

/// A whole book, ready to be narrated: `chapters` in listening order, numbered from 1 without gaps,
/// and in `skipped` whatever was read and left out, so that nobody wonders where the preface went.
public record BookText(
    BookMetadata metadata, List<ChapterText> chapters, List<SkippedPart> skipped) {

  public BookText {
    chapters = List.copyOf(chapters);
    skipped = List.copyOf(skipped);
  }

  /// The words of all chapters; see [Words#count(String)] for what counts as one.
  public long words() {
    return chapters.stream().mapToLong(ChapterText::words).sum();
  }
}
