package io.millrace.pipelines.book.parse.html;

import io.millrace.pipelines.book.parse.BookParser;
import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.TextLimits;
import io.millrace.pipelines.book.parse.gutenberg.GutenbergPieces;
import io.millrace.pipelines.book.parse.gutenberg.GutenbergWrapper;
import io.millrace.pipelines.book.parse.language.TextLanguage;
import io.millrace.pipelines.book.parse.outline.ChapterFinder;
import io.millrace.pipelines.book.parse.plain.CharsetGuess;
import io.millrace.pipelines.book.text.BookMetadata;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// Reads a book that is one web page. Stateless.
public final class HtmlParser implements BookParser {

  @Override
  public BookText parse(Path file, SourceHint hint) {
    try {
      String name = hint.fileName() == null ? String.valueOf(file.getFileName()) : hint.fileName();
      return parse(CharsetGuess.decode(Files.readAllBytes(file), hint.charset()), name);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  BookText parse(String html, String name) {
    TextLimits.checkTags(html, "The web page " + name);
    Document page = Jsoup.parse(html);
    ErrorPage.refuse(page, name);
    if (page.body().text().isBlank()) {
      throw new EmptyBookException(
          "The web page "
              + name
              + " holds no text. It may build its content by script: save the book's text from a"
              + " browser.");
    }
    GutenbergPieces book = GutenbergPieces.strip(HtmlFlow.read(page.body(), Map.of()));
    PageTitle title = PageTitle.of(page, book.fields(), name);
    List<String> known = new ArrayList<>(title.authors());
    known.add(title.title());
    ChapterFinder.Found found = ChapterFinder.find(book.pieces(), known);
    if (found.chapters().isEmpty()) {
      throw new NoChaptersException(
          "No chapters were found in the web page %s: it has text but no headings (h1 to h6, or lines such as \"Chapter 1\"). Give the page of the whole book, or save its text with a heading line before each chapter."
              .formatted(name));
    }
    String declared = GutenbergWrapper.language(book.fields()).orElse(language(page));
    String language = TextLanguage.of(found.chapters(), declared.isBlank() ? null : declared);
    return new BookText(
        new BookMetadata(title.title(), title.authors(), language, null),
        found.chapters(),
        found.skipped());
  }

  private static String language(Document page) {
    String lang = page.select("html").attr("lang");
    return lang.isBlank() ? page.select("html").attr("xml:lang") : lang;
  }
}
