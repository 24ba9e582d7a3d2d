package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.audio.process.ToolInterruptedException;
import io.millrace.pipelines.book.store.BookTable;
import io.millrace.pipelines.book.store.ChapterTable;
import io.millrace.pipelines.book.store.Failure;
import io.millrace.pipelines.book.store.Outcome;
import io.millrace.pipelines.book.store.ProcessingLog;
import io.millrace.pipelines.book.store.Stage;
import io.millrace.pipelines.book.store.StageStatus;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one stage and records it: status columns, one `processing_logs` row, one log line.
///
/// Order of writes: the object first, then in one transaction the rows that name it. A crash in
/// between leaves an object that the next call recognises by its fingerprint and only records; a
/// crash before leaves nothing that readers see.
final class StageRunner {
  private static final Logger LOG = LoggerFactory.getLogger("io.millrace.pipelines.book.stage");

  private final BookServices services;

  StageRunner(BookServices services) {
    this.services = services;
  }

  Map<String, Object> runForBook(StageInput input, Stage stage, StageWork work) {
    return run(input, stage, null, work);
  }

  Map<String, Object> runForChapter(
      StageInput input, Stage stage, String chapterId, StageWork work) {
    return run(input, stage, chapterId, work);
  }

  private Map<String, Object> run(
      StageInput input, Stage stage, @Nullable String chapterId, StageWork work) {
    var call =
        new Call(input.bookId(), chapterId, stage, input.runId(), services.clock().instant());
    try {
      var done = work.alreadyDone();
      if (done.isPresent()) {
        finish(call, Outcome.UNCHANGED, done.get());
        return done.get().output();
      }
      begin(call);
      var result = work.perform();
      finish(call, result.outcome(), result);
      return result.output();
    } catch (IOException e) {
      var failure = new WorkFolderException(services.workFolder(), e);
      if (!isInterrupted(e)) {
        fail(call, failure);
      }
      throw failure;
    } catch (RuntimeException | Error e) {
      if (!isInterrupted(e)) {
        fail(call, e);
      }
      throw e;
    }
  }

  /// Whether somebody stopped this process: the work did not fail, and will be done again.
  private static boolean isInterrupted(Throwable failure) {
    return Thread.currentThread().isInterrupted() || failure instanceof ToolInterruptedException;
  }

  private record Call(
      String bookId, @Nullable String chapterId, Stage stage, String runId, Instant started) {}

  private void begin(Call call) {
    services
        .database()
        .change(
            connection -> {
              BookTable.ensure(connection, call.bookId, call.started);
              status(connection, call, StageStatus.PROCESSING, null);
            });
  }

  private void finish(Call call, Outcome outcome, StageWork.Result result) {
    var now = services.clock().instant();
    services
        .database()
        .change(
            connection -> {
              BookTable.ensure(connection, call.bookId, now);
              result.rows().with(connection);
              status(connection, call, StageStatus.COMPLETE, null);
              log(call, outcome, result.message(), now).upsert(connection, now);
            });
    line(call, outcome, now, null);
  }

  private void fail(Call call, Throwable failure) {
    var now = services.clock().instant();
    var reason = Failure.of(failure);
    try {
      services
          .database()
          .change(
              connection -> {
                BookTable.ensure(connection, call.bookId, now);
                status(connection, call, StageStatus.FAILED, reason);
                log(call, Outcome.FAILED, reason.error() + ": " + reason.cause(), now)
                    .upsert(connection, now);
              });
    } catch (RuntimeException e) {
      // The stage's own failure matters more than not being able to write it down.
      failure.addSuppressed(e);
    }
    line(call, Outcome.FAILED, now, reason);
  }

  private static void status(
      Connection connection, Call call, StageStatus status, @Nullable Failure failure)
      throws SQLException {
    if (call.chapterId != null) {
      ChapterTable.stage(
          connection, call.bookId, call.chapterId, call.stage, status, failure, call.started);
      if (status == StageStatus.PROCESSING) {
        BookTable.stage(connection, call.bookId, call.stage, status, call.started);
      }
    } else if (call.stage != Stage.FINALIZE) {
      BookTable.stage(connection, call.bookId, call.stage, status, call.started);
    }
  }

  private static ProcessingLog log(
      Call call, Outcome outcome, @Nullable String message, Instant now) {
    return new ProcessingLog(
        call.bookId,
        call.chapterId,
        call.stage,
        call.runId,
        outcome,
        Duration.between(call.started, now),
        message);
  }

  private static void line(Call call, Outcome outcome, Instant now, @Nullable Failure failure) {
    var line = failure == null ? LOG.atInfo() : LOG.atWarn();
    line = line.addKeyValue("bookId", call.bookId);
    if (call.chapterId != null) {
      line = line.addKeyValue("chapterId", call.chapterId);
    }
    line =
        line.addKeyValue("stage", call.stage.word())
            .addKeyValue("elapsedMs", Duration.between(call.started, now).toMillis())
            .addKeyValue("outcome", outcome.word());
    if (!call.runId.isEmpty()) {
      line = line.addKeyValue("runId", call.runId);
    }
    if (failure != null) {
      line = line.addKeyValue("error", failure.error()).addKeyValue("cause", failure.cause());
    }
    line.log("stage finished");
  }
}
