package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.store.BookStatus;
import io.millrace.pipelines.book.store.BookTable;
import io.millrace.pipelines.book.store.ChapterTable;
import io.millrace.pipelines.book.store.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes or moves the book's row.
///
/// In: `bookId`, `status` (queued, scraped, parsed, complete, partial, failed), `sourceUrl?`,
/// `rawS3Key?`, `error?` = `{Error, Cause}` with failed. Out: the input. `queued` begins a run:
/// what an earlier one left under way is pending again.
public final class UpsertBookHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public UpsertBookHandler() {
    this(BookWiring.get());
  }

  public UpsertBookHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    var status = status(input);
    if (!input.dryRun()) {
      write(input, status);
    }
    return input.echo();
  }

  private void write(StageInput input, BookStatus status) {
    var now = services.clock().instant();
    services
        .database()
        .change(
            connection -> {
              if (status == BookStatus.FAILED) {
                var failure =
                    input.failure().orElse(new Failure("Unknown", "No error was handed on."));
                BookTable.fail(connection, input.bookId(), failure, now);
              } else {
                BookTable.upsert(
                    connection,
                    input.bookId(),
                    status,
                    input.text("sourceUrl").or(() -> input.text("source_url")).orElse(null),
                    input.text("rawS3Key").orElse(null),
                    now);
                if (status == BookStatus.QUEUED) {
                  BookTable.beginStages(connection, input.bookId(), now);
                  ChapterTable.forgetWorkUnderWay(connection, input.bookId(), now);
                }
              }
            });
  }

  private static BookStatus status(StageInput input) {
    var word = input.required("status");
    return BookStatus.of(word)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "The status of book "
                        + input.bookId()
                        + " is \""
                        + word
                        + "\"; it must be one of "
                        + Arrays.stream(BookStatus.values())
                            .map(BookStatus::word)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
