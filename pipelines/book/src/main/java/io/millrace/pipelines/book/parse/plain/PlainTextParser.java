package io.millrace.pipelines.book.parse.plain;

import io.millrace.pipelines.book.parse.BookParser;
import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.TextLimits;
import io.millrace.pipelines.book.parse.gutenberg.GutenbergWrapper;
import io.millrace.pipelines.book.parse.language.TextLanguage;
import io.millrace.pipelines.book.parse.outline.ChapterFinder;
import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.text.BookMetadata;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a plain text book, Project Gutenberg's or any other. Stateless.
public final class PlainTextParser implements BookParser {

  @Override
  public BookText parse(Path file, SourceHint hint) {
    try {
      String name = hint.fileName() == null ? String.valueOf(file.getFileName()) : hint.fileName();
      return parse(CharsetGuess.decode(Files.readAllBytes(file), hint.charset()), name);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /// Reads decoded text. `name` stands in for a title that the text does not tell.
  BookText parse(String text, String name) {
    if (text.isBlank()) {
      throw new EmptyBookException(
          "The text file " + name + " holds no text. Give a file with the book's text in it.");
    }
    TextLimits.checkLines(text, "The text file " + name);
    List<String> all = text.lines().toList();
    int start = start(all);
    int end = end(all, start);
    Map<String, String> fields =
        start > 0 ? GutenbergWrapper.fields(all.subList(0, start)) : Map.of();
    List<String> lines = all.subList(start, end);
    TitlePage page = TitlePage.of(lines);
    String title =
        first(fields.get("title"), page.title(), name.replaceFirst("\\.[A-Za-z]{1,5}$", ""));
    List<String> authors =
        fields.containsKey("author") ? GutenbergWrapper.authors(fields) : page.authors();
    List<String> known = new ArrayList<>(authors);
    known.add(title);
    TextShape shape = TextShape.of(lines);
    List<Piece> pieces = new PlainPieces(shape, LineBlock.of(shape.spaced(lines))).pieces();
    ChapterFinder.Found found = ChapterFinder.find(pieces, known);
    if (found.chapters().isEmpty()) {
      throw new NoChaptersException(
          "No chapters were found in the text file %s: it has %d lines but no line such as \"Chapter 1\" or \"I\" that stands alone. Put a heading such as \"Chapter 1\" on a line of its own, between blank lines, before each chapter."
              .formatted(name, lines.size()));
    }
    String declared = GutenbergWrapper.language(fields).orElse(null);
    String language = TextLanguage.of(found.chapters(), declared);
    return new BookText(
        new BookMetadata(title, authors, language, null), found.chapters(), found.skipped());
  }

  private static int start(List<String> lines) {
    int limit = Math.min(lines.size(), 1000);
    int start = 0;
    for (int i = 0; i < limit; i++) {
      start = GutenbergWrapper.isStart(lines.get(i)) ? i + 1 : start;
    }
    return start;
  }

  private static int end(List<String> lines, int start) {
    for (int i = start; i < lines.size(); i++) {
      if (GutenbergWrapper.isEnd(lines.get(i))) {
        return i;
      }
    }
    return lines.size();
  }

  private static String first(@Nullable String a, @Nullable String b, String c) {
    return a != null ? a : b != null ? b : c;
  }
}
