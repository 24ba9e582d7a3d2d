package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.store.BookDatabase;
import io.millrace.pipelines.book.store.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stage's work on one book or chapter, in the order the runner asks for it.
interface StageWork {
  /// The result of an earlier call, when it is still what this call would make. Touches nothing.
  Optional<Result> alreadyDone() throws IOException;

  /// Does the work. Objects are written here; rows are written by the runner when this returns.
  Result perform() throws IOException;

  /// @param outcome what stands in the log row: complete or partial (the runner turns repeats into
  ///   unchanged)
  /// @param output what the function answers
  /// @param rows changes that belong to the result, made in the same transaction as the stage's
  ///   status and log row
  /// @param message for the log row
  record Result(
      Outcome outcome,
      Map<String, Object> output,
      BookDatabase.Change rows,
      @Nullable String message) {
    static Result complete(Map<String, Object> output, BookDatabase.Change rows) {
      return new Result(Outcome.COMPLETE, output, rows, null);
    }
  }
}
