package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.scrape.Fetched;
import io.millrace.pipelines.book.scrape.RawMetadata;
import io.millrace.pipelines.book.scrape.Source;
import io.millrace.pipelines.book.scrape.SourceKind;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.ObjectUpload;
import io.millrace.pipelines.book.store.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fetches the book and stores it as it is.
///
/// In: `bookId`, `sourceUrl`, `s3.bucketRaw`, `scrapeOptions.force`. Out: `bookId`, `rawS3Key`,
/// `bytes`, `sha256`, `contentType`. Objects: `raw/{bookId}/book.{epub|pdf|html|txt|bin}` and,
/// after it, `raw/{bookId}/metadata.json`. A source that was fetched before is not fetched again
/// unless forced, or unless its object is gone.
public final class ScraperHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public ScraperHandler() {
    this(BookWiring.get());
  }

  public ScraperHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    if (input.dryRun()) {
      return dryRun(input);
    }
    return new StageRunner(services).runForBook(input, Stage.SCRAPE, new Scraping(input));
  }

  private Map<String, Object> dryRun(StageInput input) {
    try (var open = services.sources().open(Source.parse(input.sourceUrl()))) {
      var fetched = Fetched.stream(open, _ -> OutputStream.nullOutputStream());
      var answer = answer(input, ArtifactKeys.raw(input.bookId(), fetched.kind().extension()));
      answer.put("bytes", fetched.bytes());
      answer.put("sha256", fetched.sha256());
      answer.put("dryRun", true);
      return answer;
    } catch (IOException e) {
      throw new WorkFolderException(services.workFolder(), e);
    }
  }

  private static Map<String, Object> answer(StageInput input, String rawKey) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("bookId", input.bookId());
    answer.put("rawS3Key", rawKey);
    return answer;
  }

  private final class Scraping implements StageWork {
    private final StageInput input;
    private final String bucket;
    private final ObjectLocation metadata;

    Scraping(StageInput input) {
      this.input = input;
      this.bucket = input.bucket("bucketRaw", services.bucket());
      this.metadata = new ObjectLocation(bucket, ArtifactKeys.rawMetadata(input.bookId()));
    }

    @Override
    public Optional<Result> alreadyDone() {
      if (services.objects().head(metadata).isEmpty()) {
        return Optional.empty();
      }
      var known = Json.read(services.objects(), metadata, RawMetadata.class);
      var forced =
          input.force("scrapeOptions")
              && !(known.runId().equals(input.runId()) && !input.runId().isEmpty());
      if (forced || !known.source().equals(input.sourceUrl())) {
        return Optional.empty();
      }
      return services
          .objects()
          .head(new ObjectLocation(bucket, known.rawS3Key()))
          .filter(object -> object.bytes() == known.bytes())
          .map(_ -> result(known));
    }

    @Override
    public Result perform() throws IOException {
      // Both are closed on every path; an upload that was not committed disappears.
      try (var open = services.sources().open(Source.parse(input.sourceUrl()));
          var destination = new RawUpload()) {
        var fetched = Fetched.stream(open, destination::open);
        destination.commit();
        var known = known(fetched);
        Json.write(services.objects(), metadata, known, Map.of());
        return result(known);
      }
    }

    private RawMetadata known(Fetched fetched) {
      return new RawMetadata(
          input.bookId(),
          input.sourceUrl(),
          fetched.finalUrl(),
          ArtifactKeys.raw(input.bookId(), fetched.kind().extension()),
          fetched.sha256(),
          fetched.contentType(),
          fetched.charset(),
          fetched.fileName(),
          fetched.bytes(),
          services.clock().instant().toString(),
          input.runId());
    }

    private Result result(RawMetadata known) {
      var output = answer(input, known.rawS3Key());
      output.put("bytes", known.bytes());
      output.put("sha256", known.sha256());
      output.put("contentType", known.contentType());
      return Result.complete(output, _ -> {});
    }

    /// The upload to a key that is known only when the first bytes are.
    private final class RawUpload implements AutoCloseable {
      private @Nullable ObjectUpload upload;

      OutputStream open(SourceKind kind) {
        var location =
            new ObjectLocation(bucket, ArtifactKeys.raw(input.bookId(), kind.extension()));
        var opened = services.objects().upload(location, kind.mediaType(), Map.of());
        upload = opened;
        return opened;
      }

      void commit() {
        if (upload != null) {
          upload.commit();
        }
      }

      @Override
      public void close() {
        if (upload != null) {
          upload.close();
        }
      }
    }
  }
}
