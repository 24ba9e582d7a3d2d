package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.store.ChapterTable;
import io.millrace.pipelines.book.store.Failure;
import io.millrace.pipelines.book.store.Stage;
import io.millrace.pipelines.book.store.StageStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes down how a chapter's stage ended.
///
/// In: `bookId`, `chapterId`, `status` (the blueprint's formatted, format_failed, audio_complete,
/// tts_failed), `error?` = `{Error, Cause}`. Out: the input. The blueprint's words become the task
/// list's columns: `format_status` and `tts_status` with complete or failed.
public final class UpdateChapterStatusHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public UpdateChapterStatusHandler() {
    this(BookWiring.get());
  }

  public UpdateChapterStatusHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    var change = change(input);
    var chapterId = input.chapterIdFor(change.stage);
    if (!input.dryRun()) {
      write(input, chapterId, change);
    }
    return input.echo();
  }

  private record Change(Stage stage, StageStatus status) {}

  private static Change change(StageInput input) {
    var word = input.required("status");
    return switch (word) {
      case "formatted" -> new Change(Stage.FORMAT, StageStatus.COMPLETE);
      case "format_failed" -> new Change(Stage.FORMAT, StageStatus.FAILED);
      case "audio_complete" -> new Change(Stage.TTS, StageStatus.COMPLETE);
      case "tts_failed" -> new Change(Stage.TTS, StageStatus.FAILED);
      default ->
          throw new InvalidRequestException(
              "The status of a chapter of book "
                  + input.bookId()
                  + " is \""
                  + word
                  + "\"; it must be formatted, format_failed, audio_complete or tts_failed.");
    };
  }

  private void write(StageInput input, String chapterId, Change change) {
    var failure =
        change.status == StageStatus.FAILED
            ? input.failure().orElse(new Failure("Unknown", "No error was handed on."))
            : null;
    var exists =
        services
            .database()
            .inTransaction(
                connection ->
                    ChapterTable.stage(
                        connection,
                        input.bookId(),
                        chapterId,
                        change.stage,
                        change.status,
                        failure,
                        services.clock().instant()));
    if (!exists) {
      throw new BookUnknownException(input.bookId());
    }
  }
}
