package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.scrape.RawMetadata;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.BookTable;
import io.millrace.pipelines.book.store.ChapterContent;
import io.millrace.pipelines.book.store.ChapterTable;
import io.millrace.pipelines.book.store.Fingerprint;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.Stage;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.Cover;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The work of [ParseHandler]: raw object in, chapter objects, manifest and rows out. Used for one
/// call.
final class Parsing implements StageWork {
  /// Raise it when the parser finds other chapters than before in the same bytes, so that books are
  /// parsed anew.
  private static final String PARSER_GENERATION = "1";

  /// Chapters' titles in the answer are for people who look at an execution; a thousand must fit
  /// 256 KiB.
  private static final int LONGEST_TITLE = 60;

  private final BookServices services;
  private final StageInput input;
  private final ObjectLocation raw;
  private final ObjectLocation manifestLocation;
  private final String parsedBucket;
  private final ChapterSelection selection;
  private final @Nullable RawMetadata metadata;
  private final StoredWork stored;

  Parsing(BookServices services, StageInput input) {
    this.services = services;
    this.input = input;
    var rawBucket = input.bucket("bucketRaw", services.bucket());
    this.raw = new ObjectLocation(rawBucket, input.required("rawS3Key"));
    this.parsedBucket = input.bucket("bucketParsed", services.bucket());
    this.manifestLocation = new ObjectLocation(parsedBucket, ArtifactKeys.manifest(input.bookId()));
    this.selection = ChapterSelection.parse(input.text("chapters").orElse(""));
    this.metadata = metadata(rawBucket);
    var rawSha = metadata == null ? digestOfRaw() : metadata.sha256();
    this.stored =
        new StoredWork(
            Fingerprint.of(
                "parse", Map.of(), PARSER_GENERATION, rawSha, input.text("language").orElse("")),
            input.force("parseOptions"),
            input.runId());
  }

  /// What the scraper wrote beside the object; nothing when somebody put the raw object there by
  /// hand.
  private @Nullable RawMetadata metadata(String rawBucket) {
    var location = new ObjectLocation(rawBucket, ArtifactKeys.rawMetadata(input.bookId()));
    if (services.objects().head(location).isEmpty()) {
      return null;
    }
    var known = Json.read(services.objects(), location, RawMetadata.class);
    return known.rawS3Key().equals(raw.key()) ? known : null;
  }

  private String digestOfRaw() {
    try (InputStream in = services.objects().read(raw);
        var digesting = new DigestInputStream(in, Fingerprint.sha256())) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return hex(digesting.getMessageDigest());
    } catch (IOException e) {
      throw new WorkFolderException(services.workFolder(), e);
    }
  }

  @Override
  public Optional<Result> alreadyDone() {
    return stored
        .find(services.objects(), manifestLocation)
        .map(_ -> result(Json.read(services.objects(), manifestLocation, Manifest.class)));
  }

  @Override
  public Result perform() throws IOException {
    try (var folder = WorkFolder.in(services.workFolder())) {
      var file = folder.file("book");
      services.objects().download(raw, file);
      var book = services.parser().parse(file, hint());
      var manifest = write(book);
      return result(manifest);
    }
  }

  private SourceHint hint() {
    return metadata == null
        ? SourceHint.ofFileName(String.valueOf(Path.of(raw.key()).getFileName()))
        : new SourceHint(metadata.contentType(), metadata.fileName(), metadata.charset());
  }

  private Manifest write(BookText book) {
    var language = input.text("language").orElse(book.metadata().language());
    var entries = new ArrayList<Manifest.Entry>();
    for (var chapter : book.chapters()) {
      entries.add(write(chapter, book.metadata().title(), language));
    }
    var cover = book.metadata().cover();
    var manifest =
        new Manifest(
            input.bookId(),
            book.metadata().title(),
            book.metadata().authors(),
            language,
            cover == null ? null : write(cover),
            cover == null ? null : cover.mediaType(),
            entries,
            book.skipped());
    Json.write(services.objects(), manifestLocation, manifest, stored.metadata(Map.of()));
    return manifest;
  }

  private Manifest.Entry write(ChapterText chapter, String bookTitle, @Nullable String language) {
    var chapterId = ArtifactKeys.chapterId(chapter.number());
    var key = ArtifactKeys.parsed(input.bookId(), chapterId);
    var bytes =
        Json.bytes(new ParsedChapter(input.bookId(), chapterId, bookTitle, language, chapter));
    services.objects().put(new ObjectLocation(parsedBucket, key), bytes, Json.MEDIA_TYPE, Map.of());
    var digest = Fingerprint.sha256();
    digest.update(bytes);
    return new Manifest.Entry(
        chapterId,
        chapter.number(),
        chapter.title(),
        chapter.heading(),
        chapter.part(),
        chapter.words(),
        chapter.blocks().stream().mapToLong(block -> block.text().length()).sum(),
        key,
        bytes.length,
        hex(digest));
  }

  private String write(Cover cover) {
    var subtype = cover.mediaType().replaceFirst("^image/", "").replaceFirst("[^A-Za-z0-9].*$", "");
    var extension = subtype.equals("jpeg") || subtype.isEmpty() ? "jpg" : subtype;
    var key = ArtifactKeys.cover(input.bookId(), extension);
    services
        .objects()
        .put(new ObjectLocation(parsedBucket, key), cover.bytes(), cover.mediaType(), Map.of());
    return key;
  }

  private Result result(Manifest manifest) {
    var chosen =
        manifest.chapters().stream().filter(entry -> selection.includes(entry.number())).toList();
    if (chosen.isEmpty()) {
      throw new InvalidRequestException(
          "The chapters \""
              + selection.text()
              + "\" choose none of the "
              + manifest.chapters().size()
              + " chapters of book "
              + input.bookId()
              + ".");
    }
    if (chosen.size() > services.maxChapters()) {
      throw new TooManyChaptersException(input.bookId(), chosen.size(), services.maxChapters());
    }
    var output = new LinkedHashMap<String, Object>();
    output.put("bookId", input.bookId());
    output.put("title", manifest.title());
    output.put("chapterCount", manifest.chapters().size());
    output.put("manifestS3Key", manifestLocation.key());
    output.put("chapters", chosen.stream().map(Parsing::line).toList());
    return Result.complete(output, connection -> rows(connection, manifest, chosen));
  }

  private static Map<String, Object> line(Manifest.Entry entry) {
    var line = new LinkedHashMap<String, Object>();
    line.put("chapterId", entry.chapterId());
    line.put("title", shortened(entry.title()));
    line.put("parsedS3Key", entry.parsedS3Key());
    return line;
  }

  static String shortened(String title) {
    return title.codePointCount(0, title.length()) <= LONGEST_TITLE
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
  }

  private void rows(Connection connection, Manifest manifest, List<Manifest.Entry> chosen)
      throws SQLException {
    var now = services.clock().instant();
    var bookId = input.bookId();
    BookTable.describe(
        connection,
        bookId,
        manifest.title(),
        manifest.authors(),
        manifest.language(),
        manifest.chapters().size(),
        now);
    ChapterTable.replace(
        connection,
        bookId,
        manifest.chapters().stream()
            .map(
                entry ->
                    new ChapterTable.Chapter(
                        entry.chapterId(),
                        entry.number(),
                        entry.title(),
                        entry.heading(),
                        entry.part(),
                        entry.words()))
            .toList(),
        now);
    var wanted =
        chosen.stream()
            .map(Manifest.Entry::chapterId)
            .collect(Collectors.toCollection(TreeSet::new));
    ChapterTable.select(connection, bookId, wanted, now);
    content(connection, manifest, now);
  }

  private void content(Connection connection, Manifest manifest, Instant now) throws SQLException {
    for (var entry : manifest.chapters()) {
      new ChapterContent(
              entry.chapterId(),
              Stage.PARSE,
              new ObjectLocation(parsedBucket, entry.parsedS3Key()),
              entry.bytes(),
              entry.characters(),
              new Fingerprint(entry.sha256()))
          .upsert(connection, input.bookId(), now);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The manifest of a parsed book.
  static Manifest manifest(ArtifactStore objects, String bucket, String bookId) {
    return Json.read(
        objects, new ObjectLocation(bucket, ArtifactKeys.manifest(bookId)), Manifest.class);
  }
}
