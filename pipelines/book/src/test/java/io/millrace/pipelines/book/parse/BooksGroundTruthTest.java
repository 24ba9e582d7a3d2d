package io.millrace.pipelines.book.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.pipelines.book.parse.detect.DetectingParser;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.ChapterText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class BooksGroundTruthTest {

  private static final String ROW = "%-44s | %8s | %5s | %6s | %8s | %6s | %4s | %5s | %5s | %6s%n";

  @Test
  void nineTenthsOfTheChaptersOfEveryOpenBookAreExact() throws IOException {
    Optional<GroundTruth> truth = GroundTruth.find();
    assumeTrue(truth.isPresent(), "skipped: ../shared/inputs/books/books.json is not there");

    StringBuilder table = new StringBuilder();
    table.append(
        ROW.formatted(
            "book",
            "expected",
            "found",
            "titles",
            "headings",
            "starts",
            "ends",
            "words",
            "parts",
            "ms"));
    List<String> shortfalls = new ArrayList<>();
    for (GroundTruth.Book book : truth.orElseThrow().books()) {
      check(truth.orElseThrow(), book, table, shortfalls);
    }
    System.out.print(table);

    assertThat(shortfalls).isEmpty();
  }

  private static void check(
      GroundTruth truth, GroundTruth.Book book, StringBuilder table, List<String> shortfalls) {
    long start = System.nanoTime();
    BookText text;
    try {
      text = new DetectingParser().parse(truth.folder().resolve(book.file()), SourceHint.NONE);
    } catch (RuntimeException e) {
      table.append(book.file()).append(" | ").append(e).append('\n');
      shortfalls.add(book.file() + ": " + e);
      return;
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<ChapterScore> scores = new ArrayList<>();
    for (GroundTruth.Chapter expected : book.chapters()) {
      scores.add(score(expected, text, table));
    }
    table.append(
        ROW.formatted(
            book.file(),
            book.chapters().size(),
            text.chapters().size(),
            count(scores, ChapterScore::title),
            count(scores, ChapterScore::heading),
            count(scores, ChapterScore::starts),
            count(scores, ChapterScore::ends),
            count(scores, ChapterScore::words),
            count(scores, ChapterScore::part),
            millis));
    if (text.chapters().size() != book.chapters().size()) {
      text.chapters()
          .forEach(
              c ->
                  table
                      .append("    found ")
                      .append(c.number())
                      .append(" | ")
                      .append(c.title())
                      .append(" | ")
                      .append(c.heading())
                      .append(" | ")
                      .append(c.words())
                      .append('\n'));
    }
    table
        .append("    ")
        .append(text.metadata())
        .append("\n    skipped ")
        .append(text.skipped())
        .append('\n');
    if (count(scores, ChapterScore::exact) < Math.ceil(book.chapters().size() * 0.9)
        || text.chapters().size() != book.chapters().size()) {
      shortfalls.add(
          book.file()
              + ": only "
              + count(scores, ChapterScore::exact)
              + " of "
              + book.chapters().size());
    }
  }

  private static ChapterScore score(
      GroundTruth.Chapter expected, BookText text, StringBuilder table) {
    if (expected.number() > text.chapters().size()) {
      return new ChapterScore(false, false, false, false, false, false);
    }
    ChapterText actual = text.chapters().get(expected.number() - 1);
    ChapterScore score = ChapterScore.of(expected, actual);
    if (!score.exact() || !score.heading() || !score.ends() || !score.part()) {
      List<String> words = ChapterScore.words(actual);
      table.append(
          "    miss %d: %s%n      expected %s | %s | %d | %s … %s%n      actual   %s | %s | %d | %s … %s | %s%n"
              .formatted(
                  expected.number(),
                  score,
                  expected.title(),
                  expected.heading(),
                  expected.wordsToNarrate(),
                  expected.startsWith(),
                  expected.endsWith(),
                  actual.title(),
                  actual.heading(),
                  actual.words(),
                  words.subList(0, Math.min(8, words.size())),
                  words.subList(Math.max(0, words.size() - 8), words.size()),
                  actual.part()));
    }
    return score;
  }

  private static long count(List<ChapterScore> scores, Predicate<ChapterScore> aspect) {
    return scores.stream().filter(aspect).count();
  }
}
