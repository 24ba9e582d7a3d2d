package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.store.BookStatus;
import io.millrace.pipelines.book.store.BookTable;
import io.millrace.pipelines.book.store.ChapterTable;
import io.millrace.pipelines.book.store.ChapterTable.Progress;
import io.millrace.pipelines.book.store.Failure;
import io.millrace.pipelines.book.store.Outcome;
import io.millrace.pipelines.book.store.Stage;
import io.millrace.pipelines.book.store.StageStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks at every chapter and says how the book ended.
///
/// In: `bookId`. Out: `bookId`, `audiobookS3Key`, `status`: `complete` (this run has text and audio
/// of every chapter), `partial` (of some; `failedChapters` and `skippedChapters` name the others)
/// or `failed` (of none; `error` is the first chapter's). Rows: `books.status`,
/// `book_processing.format_status` and `tts_status`, and a `processing_logs` row.
public final class FinalizeBookHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public FinalizeBookHandler() {
    this(BookWiring.get());
  }

  public FinalizeBookHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    if (input.dryRun()) {
      return input.echo();
    }
    return new StageRunner(services).runForBook(input, Stage.FINALIZE, new Finalizing(input));
  }

  private final class Finalizing implements StageWork {
    private final StageInput input;

    Finalizing(StageInput input) {
      this.input = input;
    }

    @Override
    public Optional<Result> alreadyDone() {
      return Optional.empty(); // looking again costs less than remembering
    }

    @Override
    public Result perform() {
      var chapters =
          services
              .database()
              .inTransaction(connection -> ChapterTable.progress(connection, input.bookId()));
      if (chapters.isEmpty()) {
        throw new BookUnknownException(input.bookId());
      }
      return result(chapters, rollUp(chapters, Progress::isComplete));
    }

    private Optional<String> audiobook() {
      return services
          .database()
          .inTransaction(connection -> BookTable.find(connection, input.bookId()))
          .map(BookTable.Book::audiobookKey);
    }

    private Result result(List<Progress> chapters, StageStatus spoken) {
      var failed = named(chapters, chapter -> !chapter.isComplete() && !isSkipped(chapter));
      var skipped = named(chapters, FinalizeBookHandler::isSkipped);
      var output = new LinkedHashMap<String, Object>();
      output.put("bookId", input.bookId());
      output.put("status", spoken.word());
      output.put("chapterCount", chapters.size());
      output.put("completeChapters", chapters.size() - failed.size() - skipped.size());
      output.put("failedChapters", failed);
      output.put("skippedChapters", skipped);
      audiobook().ifPresent(key -> output.put("audiobookS3Key", key));
      var failure = spoken == StageStatus.FAILED ? firstFailure(chapters) : null;
      if (failure != null) {
        output.put("error", Map.of("Error", failure.error(), "Cause", failure.cause()));
      }
      return new Result(
          outcome(spoken),
          output,
          connection -> {
            var now = services.clock().instant();
            var bookId = input.bookId();
            var formatted = rollUp(chapters, chapter -> chapter.format() == StageStatus.COMPLETE);
            BookTable.stage(connection, bookId, Stage.FORMAT, formatted, now);
            BookTable.stage(connection, bookId, Stage.TTS, spoken, now);
            if (failure != null) {
              BookTable.fail(connection, bookId, failure, now);
            } else {
              BookTable.upsert(connection, bookId, bookStatus(spoken), null, null, now);
            }
          },
          message(chapters.size(), failed, skipped));
    }
  }

  private static StageStatus rollUp(List<Progress> chapters, Predicate<Progress> isComplete) {
    var complete = chapters.stream().filter(isComplete).count();
    if (complete == chapters.size()) {
      return StageStatus.COMPLETE;
    }
    return complete == 0 ? StageStatus.FAILED : StageStatus.PARTIAL;
  }

  private static boolean isSkipped(Progress chapter) {
    return chapter.tts() == StageStatus.SKIPPED;
  }

  private static List<String> named(List<Progress> chapters, Predicate<Progress> wanted) {
    return chapters.stream().filter(wanted).map(Progress::chapterId).toList();
  }

  private static Failure firstFailure(List<Progress> chapters) {
    return chapters.stream()
        .filter(chapter -> chapter.error() != null)
        .findFirst()
        .map(
            chapter ->
                new Failure(
                    String.valueOf(chapter.error()),
                    "No chapter could be spoken. The first failure was that of "
                        + chapter.chapterId()
                        + ": "
                        + chapter.cause()))
        .orElse(
            new Failure(
                "BookPipeline.NothingSpoken",
                "No chapter was spoken, and none says why. Start the book again."));
  }

  private static BookStatus bookStatus(StageStatus spoken) {
    return spoken == StageStatus.COMPLETE ? BookStatus.COMPLETE : BookStatus.PARTIAL;
  }

  private static Outcome outcome(StageStatus spoken) {
    return switch (spoken) {
      case COMPLETE -> Outcome.COMPLETE;
      case PARTIAL -> Outcome.PARTIAL;
      case FAILED, PENDING, PROCESSING, SKIPPED -> Outcome.FAILED;
    };
  }

  private static @Nullable String message(int chapters, List<String> failed, List<String> skipped) {
    if (failed.isEmpty() && skipped.isEmpty()) {
      return null;
    }
    return (chapters - failed.size() - skipped.size())
        + " of "
        + chapters
        + " chapters are spoken; failed: "
        + (failed.isEmpty() ? "none" : String.join(" ", failed))
        + "; not asked for: "
        + (skipped.isEmpty() ? "none" : String.join(" ", skipped));
  }
}
