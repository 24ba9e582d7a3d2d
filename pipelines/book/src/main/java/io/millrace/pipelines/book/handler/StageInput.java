package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.store.Failure;
import io.millrace.pipelines.book.store.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A function's input, read with the names of both requirement documents: `bookId` (blueprint) and
/// `book_id` (tasks), and so on. Throws [InvalidRequestException] for what breaks the contract.
/// Immutable.
public final class StageInput {
  /// Ids become parts of object keys and log lines.
  private static final Pattern BOOK_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final Pattern CHAPTER_ID = Pattern.compile("ch_[0-9]{3,9}");

  private final Map<String, Object> fields;
  private final String bookId;

  private StageInput(Map<String, Object> fields, String bookId) {
    this.fields = fields;
    this.bookId = bookId;
  }

  static StageInput of(Map<String, Object> fields) {
    var bookId = either(fields, "bookId", "book_id");
    if (bookId == null || !BOOK_ID.matcher(bookId).matches()) {
      throw new InvalidRequestException(
          "The input needs bookId (or book_id): 1 to 128 letters, digits, dots, dashes and"
              + " underscores, beginning with a letter or digit"
              + (bookId == null ? "" : ", not \"" + bookId + "\"")
              + ".");
    }
    return new StageInput(fields, bookId);
  }

  String bookId() {
    return bookId;
  }

  String chapterId() {
    var id = either(fields, "chapterId", "chapter_id");
    if (id == null || !CHAPTER_ID.matcher(id).matches()) {
      throw new InvalidRequestException(
          "The input for book " + bookId + " needs chapterId in the form ch_001.");
    }
    return id;
  }

  /// Checks the idempotency key when one was sent, and gives the chapter's id.
  String chapterIdFor(Stage stage) {
    var chapterId = chapterId();
    var expected = bookId + ":" + chapterId + ":" + stage.word();
    var key = text("idempotencyKey").orElse(expected);
    if (!key.equals(expected)) {
      throw new InvalidRequestException(
          "The idempotencyKey is \"" + key + "\" and this call is \"" + expected + "\".");
    }
    return chapterId;
  }

  String sourceUrl() {
    var source = either(fields, "sourceUrl", "source_url");
    if (source == null || source.isBlank()) {
      throw new InvalidRequestException(
          "The input for book " + bookId + " needs sourceUrl (or source_url).");
    }
    return source;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(string(fields.get(name))).filter(value -> !value.isBlank());
  }

  String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "The input for book " + bookId + " needs " + name + "."));
  }

  /// The bucket for a kind of object, as the input's `s3.bucketRaw` and its like say.
  String bucket(String field, String otherwise) {
    return Optional.ofNullable(string(object("s3").get(field)))
        .filter(value -> !value.isBlank())
        .orElse(otherwise);
  }

  boolean dryRun() {
    return isTrue(fields.get("dryRun"));
  }

  /// Whether the work is to be done again, for the whole run or in this stage's own options.
  boolean force(String optionsField) {
    return isTrue(fields.get("force")) || isTrue(object(optionsField).get("force"));
  }

  /// The execution this call belongs to, or the empty text.
  String runId() {
    return text("runId").orElse("");
  }

  /// An object of options with its values as text; `force` and nulls are left out.
  Map<String, String> options(String name) {
    var options = new LinkedHashMap<String, String>();
    object(name)
        .forEach(
            (key, value) -> {
              var text = string(value);
              if (text != null && !key.equals("force")) {
                options.put(key, text);
              }
            });
    return options;
  }

  /// The `error` field as Step Functions' Catch gives it: `{"Error": …, "Cause": …}`.
  Optional<Failure> failure() {
    return Optional.ofNullable(fields.get("error")).map(FailureText::read);
  }

  /// The input as it came, for the functions that echo it.
  Map<String, Object> echo() {
    return new LinkedHashMap<>(fields);
  }

  private Map<?, ?> nested(String name) {
    var value = fields.get(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidRequestException(
        "The field " + name + " of the input for book " + bookId + " must be an object.");
  }

  private Map<String, Object> object(String name) {
    var copy = new LinkedHashMap<String, Object>();
    nested(name)
        .forEach(
            (key, value) -> {
              if (value != null) {
                copy.put(String.valueOf(key), value);
              }
            });
    return copy;
  }

  private static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value) || "true".equals(value);
  }

  private static @Nullable String either(Map<String, Object> fields, String one, String other) {
    var value = string(fields.get(one));
    return value == null ? string(fields.get(other)) : value;
  }

  private static @Nullable String string(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
