package io.millrace.pipelines.book.handler;

import io.millrace.pipelines.book.format.FormatRequest;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.scrape.Fetched;
import io.millrace.pipelines.book.scrape.Source;
import io.millrace.pipelines.book.store.ArtifactKeys;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.ChapterText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The dry run: fetches and parses the book in a temporary folder, formats it with the built-in
/// formatter, and counts what a voice would be paid for. Only the source is contacted; nothing is
/// stored, and no provider is asked.
final class Estimate {
  private final BookServices services;

  Estimate(BookServices services) {
    this.services = services;
  }

  /// Out: `bookId`, `title`, `chapters` `[{chapterId, title, words, characters}]`, `characters`,
  /// `price`, `dryRun`.
  Map<String, Object> of(StageInput input) {
    var book = read(input);
    var selection = ChapterSelection.parse(input.text("chapters").orElse(""));
    var language = input.text("language").orElse(book.metadata().language());
    var chapters = new ArrayList<Map<String, Object>>();
    var total = 0L;
    for (var chapter : book.chapters()) {
      if (selection.includes(chapter.number())) {
        var characters = characters(input, book, chapter, language);
        total += characters;
        chapters.add(line(chapter, characters));
      }
    }
    return answer(input, book, chapters, total);
  }

  private BookText read(StageInput input) {
    try (var folder = WorkFolder.in(services.workFolder());
        var open = services.sources().open(Source.parse(input.sourceUrl()))) {
      var file = folder.file("book");
      Fetched fetched;
      try (OutputStream out = Files.newOutputStream(file)) {
        fetched = Fetched.stream(open, _ -> out);
      }
      return services
          .parser()
          .parse(
              file, new SourceHint(fetched.contentType(), fetched.fileName(), fetched.charset()));
    } catch (IOException e) {
      throw new WorkFolderException(services.workFolder(), e);
    }
  }

  private long characters(
      StageInput input, BookText book, ChapterText chapter, @Nullable String language) {
    var text =
        services
            .formatters()
            .named("offline")
            .format(
                new FormatRequest(
                    input.bookId(),
                    ArtifactKeys.chapterId(chapter.number()),
                    chapter,
                    ParsedChapter.locale(language),
                    book.metadata().title(),
                    input.options("formatOptions")))
            .text();
    return text.codePointCount(0, text.length());
  }

  private static Map<String, Object> line(ChapterText chapter, long characters) {
    var line = new LinkedHashMap<String, Object>();
    line.put("chapterId", ArtifactKeys.chapterId(chapter.number()));
    line.put("title", Parsing.shortened(chapter.title()));
    line.put("words", chapter.words());
    line.put("characters", characters);
    return line;
  }

  private Map<String, Object> answer(
      StageInput input, BookText book, List<Map<String, Object>> chapters, long total) {
    var options = input.options("ttsOptions");
    var provider = options.getOrDefault("provider", services.defaultVoices());
    var answer = new LinkedHashMap<String, Object>();
    answer.put("bookId", input.bookId());
    answer.put("dryRun", true);
    answer.put("title", book.metadata().title());
    answer.put("chapterCount", book.chapters().size());
    answer.put("chapters", chapters);
    answer.put("characters", total);
    answer.put("price", services.pricing().of(provider, options, total));
    return answer;
  }
}
