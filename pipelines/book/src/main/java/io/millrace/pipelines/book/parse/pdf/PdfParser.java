package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.BookParser;
import io.millrace.pipelines.book.parse.CorruptBookException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.NoTextException;
import io.millrace.pipelines.book.parse.PasswordProtectedException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.UnreadableBookException;
import io.millrace.pipelines.book.parse.gutenberg.GutenbergPieces;
import io.millrace.pipelines.book.parse.gutenberg.GutenbergWrapper;
import io.millrace.pipelines.book.parse.language.TextLanguage;
import io.millrace.pipelines.book.parse.outline.ChapterFinder;
import io.millrace.pipelines.book.text.BookMetadata;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/// Reads a PDF with a text layer. Stateless. Keeps lines of all pages in memory, a few hundred
/// bytes each, and glyphs of one page at a time; decoded streams go to a temporary file above 64
/// MB.
public final class PdfParser implements BookParser {

  private static final long STREAM_MEMORY = 64L << 20;

  /// A page of a book holds hundreds of words; a scan holds none, or a stamp.
  private static final int FEWEST_LETTERS_PER_PAGE = 10;

  @Override
  public BookText parse(Path file, SourceHint hint) {
    String name = hint.fileName() == null ? String.valueOf(file.getFileName()) : hint.fileName();
    var cache = MemoryUsageSetting.setupMixed(STREAM_MEMORY).streamCache;
    try (PDDocument document = Loader.loadPDF(file.toFile(), cache)) {
      return read(document, name);
    } catch (InvalidPasswordException e) {
      throw new PasswordProtectedException(
          "%s opens only with a password. Open it in a PDF reader with the password, save it without one, and give that file."
              .formatted(name));
    } catch (UnreadableBookException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // PDFBox meets damage anywhere in a file and reports it with whatever exception it stumbled
      // over.
      throw new CorruptBookException(
          "%s is a damaged PDF (%s): it was probably cut short while it was copied. Fetch it again, or open it in a PDF reader and save it anew."
              .formatted(
                  name, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    }
  }

  private static BookText read(PDDocument document, String name) throws IOException {
    List<List<TextLine>> printed = lines(document);
    long letters =
        printed.stream().flatMap(List::stream).mapToLong(line -> line.text().length()).sum();
    if (letters < (long) FEWEST_LETTERS_PER_PAGE * printed.size()) {
      throw new NoTextException(
          "%s has %d pages but no text: it was scanned, and its pages are pictures. Run it through text recognition (OCR) first, and give the result."
              .formatted(name, printed.size()));
    }
    float body = TypeSizes.of(printed).body();
    List<List<TextLine>> pages = RunningHeads.remove(printed, body);
    TypeSizes sizes = TypeSizes.of(pages);
    var pieces =
        new PagePieces(sizes, new Hyphenation(pages), Outline.read(document)).pieces(pages);
    GutenbergPieces book = GutenbergPieces.strip(pieces);
    PdfTitle title = PdfTitle.of(document, book.fields(), pages, sizes, name);
    List<String> known = new ArrayList<>(title.authors());
    known.add(title.title());
    ChapterFinder.Found found = ChapterFinder.find(book.pieces(), known);
    if (found.chapters().isEmpty()) {
      throw new NoChaptersException(
          "No chapters were found in %s: it has no outline, and no line in larger or bold type that could be a heading. Give the book as EPUB or plain text, or add an outline."
              .formatted(name));
    }
    String declared =
        GutenbergWrapper.language(book.fields())
            .orElse(document.getDocumentCatalog().getLanguage());
    String language =
        TextLanguage.of(found.chapters(), declared == null || declared.isBlank() ? null : declared);
    return new BookText(
        new BookMetadata(title.title(), title.authors(), language, null),
        found.chapters(),
        found.skipped());
  }

  private static List<List<TextLine>> lines(PDDocument document) throws IOException {
    GlyphReader reader = new GlyphReader();
    PageLayout layout = new PageLayout();
    List<List<TextLine>> pages = new ArrayList<>();
    for (int page = 0; page < document.getNumberOfPages(); page++) {
      pages.add(layout.lines(reader.read(document, page), page));
    }
    return pages;
  }
}
