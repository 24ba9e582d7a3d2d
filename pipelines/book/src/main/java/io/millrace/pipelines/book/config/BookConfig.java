package io.millrace.pipelines.book.config;

import java.nio.file.Path;

/// Every setting of the book handlers except secrets of the providers, which stay in [Settings]
/// until a provider is first asked for (a Lambda that only parses must not need a speech key).
///
/// @param bucket the bucket of each kind of object that the execution's input does not name itself
/// @param s3PathStyle `http://host/bucket/key` instead of `http://bucket.host/key`; what local
///   endpoints understand
/// @param formatter id of the formatter when the input names none
/// @param speech id of the speech provider when the input names none
/// @param maxChapters the most chapters one execution takes; see docs/seed-corrections.md B13 for
///   the arithmetic
/// @param workFolder where temporary files go; must hold the source, or all MP3s and the audiobook
///   of one book
public record BookConfig(
    DatabaseConfig database,
    ScrapeConfig scrape,
    String bucket,
    boolean s3PathStyle,
    String formatter,
    String speech,
    int maxChapters,
    Path workFolder) {
  /// Inline Maps of `book.asl.json` write 14 events per chapter, those of `book-blueprint.asl.json`
  /// 22; AWS ends an execution at 25,000.
  public static final int DEFAULT_MAX_CHAPTERS = 1_000;

  public static BookConfig from(Settings settings) {
    return new BookConfig(
        DatabaseConfig.from(settings),
        ScrapeConfig.from(settings),
        settings.text("BOOK_BUCKET", "book-pipeline-artifacts"),
        settings.flag("BOOK_S3_PATH_STYLE", false),
        settings.text("BOOK_FORMAT", "offline"),
        settings.text("BOOK_SPEECH", "espeak"),
        (int) settings.number("BOOK_MAX_CHAPTERS", DEFAULT_MAX_CHAPTERS, 1, 100_000),
        Path.of(settings.text("BOOK_WORK_FOLDER", System.getProperty("java.io.tmpdir"))));
  }
}
