package io.millrace.pipelines.book.parse;

import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.TextBlock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How a chapter compares with the truth. Note references and underscores, which the truth keeps
/// "as in the source", are no words of the book and are ignored on both sides.
record ChapterScore(
    boolean title,
    boolean heading,
    boolean starts,
    boolean ends,
    boolean words,
    boolean part,
    boolean framedByNotes) {

  static final ChapterScore NOTHING =
      new ChapterScore(false, false, false, false, false, false, false);

  private static final double TOLERANCE = 0.03;

  static ChapterScore of(GroundTruth.Chapter expected, ChapterText actual, boolean framedByNotes) {
    List<String> words = words(actual);
    List<String> first = tokens(expected.startsWith());
    List<String> last = tokens(expected.endsWith());
    int count = expected.wordsToNarrate();
    return new ChapterScore(
        expected.title().equals(actual.title()),
        withoutReferences(expected.heading()).equals(actual.heading()),
        words.size() >= first.size() && words.subList(0, first.size()).equals(first),
        words.size() >= last.size()
            && words.subList(words.size() - last.size(), words.size()).equals(last),
        Math.abs(actual.words() - count) <= Math.max(1, count * TOLERANCE),
        expected.part() == null || expected.part().equals(actual.part()),
        framedByNotes);
  }

  /// Where the truth's first or last words stand in a note, they cannot be met.
  boolean exact() {
    return title && heading && words && part && (framedByNotes || (starts && ends));
  }

  static List<String> words(ChapterText chapter) {
    return tokens(
        chapter.blocks().stream()
            .filter(block -> block.kind() != TextBlock.Kind.SCENE_BREAK)
            .map(TextBlock::text)
            .collect(Collectors.joining(" ")));
  }

  static List<String> tokens(String text) {
    return Arrays.stream(withoutReferences(text).replace("_", "").split("\\s+"))
        .filter(token -> token.codePoints().anyMatch(Character::isLetterOrDigit))
        .toList();
  }

  private static String withoutReferences(String text) {
    return text.replaceAll("\\[\\d{1,3}\\]", "");
  }
}
