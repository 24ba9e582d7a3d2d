package io.millrace.pipelines.book.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.pipelines.book.audio.Assembly;
import io.millrace.pipelines.book.audio.AssemblyRequest;
import io.millrace.pipelines.book.audio.AudioChapter;
import io.millrace.pipelines.book.config.ScrapeConfig;
import io.millrace.pipelines.book.format.ChapterFormatter;
import io.millrace.pipelines.book.format.FormatRequest;
import io.millrace.pipelines.book.format.FormattedText;
import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.scrape.SourceReader;
import io.millrace.pipelines.book.speech.SpeechProvider;
import io.millrace.pipelines.book.speech.SpeechRequest;
import io.millrace.pipelines.book.speech.SpeechResult;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.pipelines.book.store.BookDatabase;
import io.millrace.pipelines.book.store.ObjectLocation;
import io.millrace.pipelines.book.store.TestServers;
import io.millrace.pipelines.book.text.BookMetadata;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.TextBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The handlers on real stores with scripted outside parts: a parser for `# Title` lines, a
/// formatter that shouts, a voice that "speaks" the text's bytes and remembers, an assembler that
/// concatenates.
final class Workshop {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  final ArtifactStore objects = TestServers.objects();
  final BookDatabase database = TestServers.database();
  final List<String> parsed = new ArrayList<>();
  final List<String> formatted = new ArrayList<>();
  final List<String> spoken = new ArrayList<>();
  final List<AssemblyRequest> assembled = new ArrayList<>();

  /// What the voice throws for a text that holds the key.
  final Map<String, RuntimeException> refusals = new LinkedHashMap<>();

  /// What the formatter throws for a text that holds the key.
  final Map<String, RuntimeException> unformattable = new LinkedHashMap<>();

  /// Titles of the chapters in whose audio the assembler finds no sound.
  final Set<String> silent = new HashSet<>();

  /// Whether the voice gives frames for the audiobook, too.
  boolean givesFrames;

  String providerGeneration = "1";

  private final Path folder;
  private final String bookId;
  int maxChapters = 1_000;

  Workshop(Path folder, String bookId) {
    this.folder = folder;
    this.bookId = bookId;
  }

  BookServices services() {
    var config = ScrapeConfig.defaults().withFilesAllowed();
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new BookServices(
        objects,
        database,
        new SourceReader(config, () -> objects, clock, _ -> {}),
        this::parse,
        _ -> new Shouting(),
        _ -> new Voice(),
        (provider, _) -> provider + "/" + providerGeneration,
        this::assemble,
        (provider, _, characters) ->
            Map.of("provider", provider, "amount", characters / 1000.0, "currency", "EUR"),
        "offline",
        "espeak",
        TestServers.BUCKET,
        maxChapters,
        folder.resolve("work"),
        clock);
  }

  /// Writes the book's source file: one chapter for each title, with that text.
  Path source(String... titlesAndTexts) {
    var text = new StringBuilder();
    for (var i = 0; i < titlesAndTexts.length; i += 2) {
      text.append("# ")
          .append(titlesAndTexts[i])
          .append('\n')
          .append(titlesAndTexts[i + 1])
          .append('\n');
    }
    try {
      return Files.writeString(folder.resolve("source.txt"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Object> call(BookFunction function, Object... fields) {
    var input = new LinkedHashMap<String, Object>();
    input.put("bookId", bookId);
    for (var i = 0; i < fields.length; i += 2) {
      input.put((String) fields[i], fields[i + 1]);
    }
    return function.handler(services()).handleRequest(input, null);
  }

  /// All stages in the definitions' order, for the chapters that Parse lists; a chapter's failure
  /// is recorded.
  Map<String, Object> run(Path source, Object... more) {
    call(BookFunction.UPSERT_BOOK, with(more, "status", "queued", "sourceUrl", source.toString()));
    var raw = call(BookFunction.SCRAPER, with(more, "sourceUrl", source.toString()));
    var parse = call(BookFunction.PARSE, with(more, "rawS3Key", raw.get("rawS3Key")));
    for (var chapterId : chapterIds(parse)) {
      var failed = "format_failed";
      try {
        call(BookFunction.FORMAT_CHAPTER, with(more, "chapterId", chapterId));
        failed = "tts_failed";
        call(BookFunction.GENERATE_AUDIO, with(more, "chapterId", chapterId));
      } catch (RuntimeException e) {
        call(
            BookFunction.UPDATE_CHAPTER_STATUS,
            with(
                more,
                "chapterId",
                chapterId,
                "status",
                failed,
                "error",
                Map.of("Error", e.getClass().getName(), "Cause", String.valueOf(e.getMessage()))));
      }
    }
    try {
      call(BookFunction.ASSEMBLE, more);
    } catch (NothingSpokenException e) {
      // FinalizeBook says why.
    }
    return call(BookFunction.FINALIZE_BOOK, more);
  }

  static List<String> chapterIds(Map<String, Object> parse) {
    return ((List<?>) Objects.requireNonNull(parse.get("chapters")))
        .stream().map(line -> String.valueOf(((Map<?, ?>) line).get("chapterId"))).toList();
  }

  /// The values of a query's only column, as text.
  List<String> rows(String select) {
    return database.inTransaction(
        connection -> {
          try (var statement =
                  connection.prepareStatement(select.replace("$book", "'" + bookId + "'"));
              var row = statement.executeQuery()) {
            var values = new ArrayList<String>();
            while (row.next()) {
              values.add(row.getString(1));
            }
            return values;
          }
        });
  }

  void change(String sql) {
    database.change(
        connection -> {
          try (var statement =
              connection.prepareStatement(sql.replace("$book", "'" + bookId + "'"))) {
            statement.executeUpdate();
          }
        });
  }

  ObjectLocation at(String key) {
    return new ObjectLocation(TestServers.BUCKET, key);
  }

  private static Object[] with(Object[] more, @Nullable Object... fields) {
    var all = new ArrayList<@Nullable Object>(Arrays.asList(fields));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private BookText parse(Path file, SourceHint hint) {
    try {
      var text = Files.readString(file);
      parsed.add(text);
      var chapters = new ArrayList<ChapterText>();
      for (var part : text.split("(?m)^# ")) {
        if (!part.isBlank()) {
          var lines = part.split("\n", 2);
          chapters.add(
              new ChapterText(
                  chapters.size() + 1,
                  lines[0],
                  null,
                  null,
                  List.of(new TextBlock(TextBlock.Kind.PARAGRAPH, lines[1].strip()))));
        }
      }
      if (chapters.isEmpty()) {
        throw new EmptyBookException("The book is empty.");
      }
      return new BookText(
          new BookMetadata("A Test", List.of("Nobody"), "en-GB", null), chapters, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Assembly assemble(AssemblyRequest request) {
    assembled.add(request);
    try (OutputStream out = Files.newOutputStream(request.output())) {
      var without = new ArrayList<AudioChapter>();
      for (var chapter : request.chapters()) {
        if (silent.contains(chapter.title())) {
          without.add(chapter);
        } else {
          Files.copy(chapter.file(), out);
        }
      }
      return new Assembly(request.output(), List.of(), 1, 1, without, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void throwFor(String text, Map<String, RuntimeException> failures) {
    failures.forEach(
        (word, failure) -> {
          if (text.contains(word)) {
            throw failure;
          }
        });
  }

  private final class Shouting implements ChapterFormatter {
    @Override
    public String id() {
      return "offline";
    }

    @Override
    public FormattedText format(FormatRequest request) {
      formatted.add(request.chapterId());
      throwFor(request.chapter().blocks().getFirst().text(), unformattable);
      var text = request.chapter().title() + ".\n\n" + request.chapter().blocks().getFirst().text();
      return new FormattedText(text.toUpperCase(request.language()), List.of(), 1, 0);
    }
  }

  private final class Voice implements SpeechProvider {
    @Override
    public String id() {
      return "espeak";
    }

    @Override
    public SpeechResult speak(SpeechRequest request, OutputStream mp3) {
      spoken.add(request.text());
      try {
        mp3.write(
            ("[" + request.language().toLanguageTag() + "]" + request.text()).getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throwFor(request.text(), refusals);
      return new SpeechResult(22_050, 22_050, request.text().length(), List.of());
    }

    @Override
    public SpeechResult speak(SpeechRequest request, OutputStream mp3, OutputStream aac) {
      if (givesFrames) {
        try {
          aac.write(("frames of " + request.text()).getBytes(UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return speak(request, mp3);
    }
  }
}
