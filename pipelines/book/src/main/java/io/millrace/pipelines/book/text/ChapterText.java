package io.millrace.pipelines.book.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a listener would call a chapter. `number` counts from 1 through the whole book; `title` is
/// the short title without the chapter's own numeral where it has one besides; `heading` is the
/// full heading as printed, on one line; `part` names the part or book it belongs to, where the
/// source has them. `blocks` leave out the heading.
public record ChapterText(
    int number,
    String title,
    @Nullable String heading,
    @Nullable String part,
    List<TextBlock> blocks) {

  public ChapterText {
    if (number < 1) {
      throw new IllegalArgumentException("Chapter numbers start at 1, got " + number);
    }
    blocks = List.copyOf(blocks);
  }

  /// The words of the chapter without its heading; see [Words#count(String)].
  public int words() {
    return blocks.stream().mapToInt(block -> Words.count(block.text())).sum();
  }
}
