package io.millrace.pipelines.book.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.pipelines.book.parse.detect.DetectingParser;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.ChapterText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      GroundTruth truth, GroundTruth.Book book, StringBuilder table, List<String> shortfalls)
      throws IOException {
    long start = System.nanoTime();
    BookText text =
        new DetectingParser().parse(truth.folder().resolve(book.file()), SourceHint.NONE);
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<String> notes = truth.notes(book);
    List<ChapterScore> scores = new ArrayList<>();
    for (GroundTruth.Chapter expected : book.chapters()) {
      scores.add(score(expected, text, notes, table));
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
    long exact = count(scores, ChapterScore::exact);
    boolean author = text.metadata().authors().contains(book.author());
    if (exact < book.chapters().size() * 0.9
        || text.chapters().size() != book.chapters().size()
        || !book.language()
            .equals(Locale.forLanguageTag(String.valueOf(text.metadata().language())).getLanguage())
        || !author) {
      shortfalls.add(
          "%s: %d of %d exact, %s"
              .formatted(book.file(), exact, book.chapters().size(), text.metadata()));
    }
  }

  private static ChapterScore score(
      GroundTruth.Chapter expected, BookText text, List<String> notes, StringBuilder table) {
    if (expected.number() > text.chapters().size()) {
      return ChapterScore.NOTHING;
    }
    ChapterText actual = text.chapters().get(expected.number() - 1);
    ChapterScore score = ChapterScore.of(expected, actual, expected.isFramedByNotes(notes));
    if (!score.exact() || score.framedByNotes()) {
      List<String> words = ChapterScore.words(actual);
      table.append(
          "    %s %d: %s | %s | %d words | %s … %s%n"
              .formatted(
                  score.framedByNotes() ? "notes at an edge of" : "miss",
                  expected.number(),
                  actual.title(),
                  actual.part(),
                  actual.words(),
                  String.join(" ", words.subList(0, Math.min(8, words.size()))),
                  String.join(" ", words.subList(Math.max(0, words.size() - 8), words.size()))));
    }
    return score;
  }

  private static long count(List<ChapterScore> scores, Predicate<ChapterScore> aspect) {
    return scores.stream().filter(aspect).count();
  }
}
