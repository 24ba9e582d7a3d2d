package io.millrace.pipelines.book.parse.detect;

import io.millrace.pipelines.book.parse.BookParser;
import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.parse.TextLimits;
import io.millrace.pipelines.book.parse.UnknownFormatException;
import io.millrace.pipelines.book.parse.epub.EpubParser;
import io.millrace.pipelines.book.parse.html.HtmlParser;
import io.millrace.pipelines.book.parse.pdf.PdfParser;
import io.millrace.pipelines.book.parse.plain.PlainTextParser;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads any book: tells the format by content, because names and content types lie, and hands the
/// file to that format's parser. This is the parser to use. Stateless.
public final class DetectingParser implements BookParser {

  private static final int HEAD_BYTES = 8192;

  @Override
  public BookText parse(Path file, SourceHint hint) {
    String name = hint.fileName() == null ? String.valueOf(file.getFileName()) : hint.fileName();
    SourceHint named = new SourceHint(hint.contentType(), name, hint.charset());
    return parserOf(file, named).parse(file, named);
  }

  private static BookParser parserOf(Path file, SourceHint hint) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      if (head.length == 0) {
        throw new EmptyBookException(
            "%s is empty: it has no bytes. Fetch the book again and check that the download finished."
                .formatted(hint.fileName()));
      }
      FileKind kind = FileKind.of(head, hint.contentType());
      long most = kind == FileKind.HTML ? TextLimits.LARGEST_PAGE : TextLimits.LARGEST_PLAIN;
      boolean heldWhole = kind == FileKind.HTML || kind == FileKind.TEXT;
      if (heldWhole && Files.size(file) > most) {
        throw new UnknownFormatException(
            "%s is %d MB of text, and no book has more than %d MB. Give the book alone."
                .formatted(hint.fileName(), Files.size(file) >> 20, most >> 20));
      }
      return switch (kind) {
        case ZIP -> new EpubParser();
        case PDF -> new PdfParser();
        case HTML -> new HtmlParser();
        case TEXT -> new PlainTextParser();
        case OTHER ->
            throw new UnknownFormatException(
                "%s is not a kind of book that can be read: it looks like %s. Give the book as EPUB, PDF, HTML or plain text; Calibre converts most others."
                    .formatted(hint.fileName(), FileKind.describe(head)));
      };
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
