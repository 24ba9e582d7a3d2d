package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.format.FormatRequest;
import io.millrace.pipelines.book.format.FormattedText;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.ChapterContent;
import io.millrace.pipelines.book.store.Fingerprint;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.Outcome;
import io.millrace.pipelines.book.store.Stage;
import io.millrace.pipelines.book.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes narration text of one chapter.
///
/// In: `bookId`, `chapterId`, `parsedS3Key`, `s3.bucketParsed`, `s3.bucketFormatted`,
/// `formatOptions` (`provider`: offline or gemini; the rest is the provider's), `idempotencyKey`.
/// Out: `chapterId`, `formattedS3Key`, `characters`, `notes`.
public final class FormatChapterHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  static final String LANGUAGE = "language";

  private final BookServices services;

  /// Called by Lambda.
  public FormatChapterHandler() {
    this(BookWiring.get());
  }

  public FormatChapterHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    var chapterId = input.chapterIdFor(Stage.FORMAT);
    if (input.dryRun()) {
      return answer(input.bookId(), chapterId, null);
    }
    return new StageRunner(services)
        .runForChapter(input, Stage.FORMAT, chapterId, new Formatting(input, chapterId));
  }

  private static Map<String, Object> answer(
      String bookId, String chapterId, @Nullable Long characters) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("bookId", bookId);
    answer.put("chapterId", chapterId);
    answer.put("formattedS3Key", ArtifactKeys.formatted(bookId, chapterId));
    if (characters == null) {
      answer.put("dryRun", true);
    } else {
      answer.put("characters", characters);
    }
    return answer;
  }

  private final class Formatting implements StageWork {
    private final StageInput input;
    private final String chapterId;
    private final String provider;
    private final Map<String, String> options;
    private final ObjectLocation destination;
    private @Nullable Inputs inputs;

    /// Read once, in the first step, so that a missing chapter is recorded as this stage's failure.
    private record Inputs(ParsedChapter parsed, StoredWork stored) {}

    Formatting(StageInput input, String chapterId) {
      this.input = input;
      this.chapterId = chapterId;
      this.options = input.options("formatOptions");
      this.provider = options.getOrDefault("provider", services.defaultFormatter());
      this.destination =
          new ObjectLocation(
              input.bucket("bucketFormatted", services.bucket()),
              ArtifactKeys.formatted(input.bookId(), chapterId));
    }

    private Inputs inputs() {
      if (inputs == null) {
        var location =
            new ObjectLocation(
                input.bucket("bucketParsed", services.bucket()),
                input.text("parsedS3Key").orElse(ArtifactKeys.parsed(input.bookId(), chapterId)));
        var parsed = Json.read(services.objects(), location, ParsedChapter.class);
        var text = new String(Json.bytes(parsed), StandardCharsets.UTF_8);
        var fingerprint =
            Fingerprint.of("format", options, services.making().of(provider, options), text);
        inputs =
            new Inputs(
                parsed, new StoredWork(fingerprint, input.force("formatOptions"), input.runId()));
      }
      return inputs;
    }

    @Override
    public Optional<Result> alreadyDone() {
      return inputs()
          .stored
          .find(services.objects(), destination)
          .map(object -> result(object, characters(object), null));
    }

    @Override
    public Result perform() {
      var parsed = inputs().parsed;
      var formatted =
          services
              .formatters()
              .named(provider)
              .format(
                  new FormatRequest(
                      input.bookId(),
                      chapterId,
                      parsed.chapter(),
                      ParsedChapter.locale(parsed.language()),
                      parsed.bookTitle(),
                      options));
      return result(store(formatted, parsed), count(formatted.text()), formatted);
    }

    private StoredObject store(FormattedText formatted, ParsedChapter parsed) {
      var bytes = formatted.text().getBytes(StandardCharsets.UTF_8);
      var metadata =
          inputs()
              .stored
              .metadata(
                  Map.of(
                      LANGUAGE,
                      ParsedChapter.locale(parsed.language()).toLanguageTag(),
                      "characters",
                      Long.toString(count(formatted.text()))));
      services.objects().put(destination, bytes, "text/plain; charset=utf-8", metadata);
      return new StoredObject(destination, bytes.length, null, metadata);
    }

    private Result result(StoredObject object, long characters, @Nullable FormattedText formatted) {
      var output = answer(input.bookId(), chapterId, characters);
      if (formatted != null) {
        output.put("notes", formatted.notes().size());
      }
      var message =
          formatted == null || formatted.notes().isEmpty()
              ? null
              : String.join("; ", formatted.notes());
      return new Result(
          Outcome.COMPLETE,
          output,
          connection ->
              new ChapterContent(
                      chapterId,
                      Stage.FORMAT,
                      destination,
                      object.bytes(),
                      characters,
                      inputs().stored.fingerprint())
                  .upsert(connection, input.bookId(), services.clock().instant()),
          message);
    }

    private static long count(String text) {
      return text.codePointCount(0, text.length());
    }

    private static long characters(StoredObject object) {
      var text = object.metadata().get("characters");
      return text == null ? object.bytes() : Long.parseLong(text);
    }
  }
}
