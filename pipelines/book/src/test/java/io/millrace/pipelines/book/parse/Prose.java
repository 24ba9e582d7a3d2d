package io.millrace.pipelines.book.parse;

import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.SkippedPart;
import io.millrace.pipelines.book.text.TextBlock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Text for small books that the tests build, and short ways to ask what was found.
public final class Prose {

  private Prose() {}

  /// About twelve words a sentence; the name makes a paragraph recognisable.
  public static String paragraph(String name, int sentences) {
    return IntStream.range(0, sentences)
        .mapToObj(
            i ->
                "The river ran past the mill and the miller %s heard it sing all night. "
                    .formatted(name))
        .collect(Collectors.joining())
        .strip();
  }

  public static List<String> titles(BookText book) {
    return book.chapters().stream().map(ChapterText::title).toList();
  }

  public static List<String> skipped(BookText book) {
    return book.skipped().stream().map(SkippedPart::title).toList();
  }

  public static String text(ChapterText chapter) {
    return chapter.blocks().stream().map(TextBlock::text).collect(Collectors.joining("\n"));
  }
}
