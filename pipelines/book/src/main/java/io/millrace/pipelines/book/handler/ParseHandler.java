package io.millrace.pipelines.book.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.pipelines.book.store.Stage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Splits the raw book into chapters.
///
/// In: `bookId`, `rawS3Key`, `s3.bucketRaw`, `s3.bucketParsed`, `chapters?` (`1-3,7`), `language?`
/// (BCP 47, over the book's own). Out: `bookId`, `title`, `manifestS3Key`, `chapterCount` and, of
/// the chosen chapters, `chapters`: `[{chapterId, title, parsedS3Key}]`. Objects:
/// `parsed/{bookId}/{chapterId}.json`, then the [Manifest]. Rows: `chapters`, `chapter_processing`,
/// `chapter_content`.
///
/// With `dryRun` the source itself (`sourceUrl`) is read and nothing is stored; see [Estimate].
public final class ParseHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final BookServices services;

  /// Called by Lambda.
  public ParseHandler() {
    this(BookWiring.get());
  }

  public ParseHandler(BookServices services) {
    this.services = services;
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, @Nullable Context context) {
    var input = StageInput.of(event);
    if (input.dryRun()) {
      return new Estimate(services).of(input);
    }
    return new StageRunner(services).runForBook(input, Stage.PARSE, new Parsing(services, input));
  }
}
