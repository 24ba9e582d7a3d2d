package io.millrace.pipelines.book.parse.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/// Typesets small PDFs: each call puts a line at a place, in points from the top left of a letter
/// page.
final class PdfPages {

  static final float BODY = 10;
  static final float LEADING = 13;

  private static final PDType1Font ROMAN = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
  private static final PDType1Font BOLD = new PDType1Font(Standard14Fonts.FontName.TIMES_BOLD);

  private record Line(String text, float x, float y, float size, boolean bold) {}

  private record Bookmark(String title, int page, float y) {}

  private final List<List<Line>> pages = new ArrayList<>();
  private final List<Bookmark> bookmarks = new ArrayList<>();

  PdfPages page() {
    pages.add(new ArrayList<>());
    return this;
  }

  PdfPages line(String text, float x, float y, float size, boolean bold) {
    pages.getLast().add(new Line(text, x, y, size, bold));
    return this;
  }

  PdfPages heading(String text, float y) {
    return line(text, 200, y, 18, true);
  }

  /// Sets words in lines of about `width` letters from `y` down, the first one indented; breaks
  /// nothing.
  PdfPages paragraph(String text, float x, float y, int width) {
    StringBuilder line = new StringBuilder();
    float at = y;
    float indent = 15;
    for (String word : text.split(" ")) {
      if (line.length() + word.length() > width) {
        line(line.toString(), x + indent, at, BODY, false);
        line.setLength(0);
        at += LEADING;
        indent = 0;
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    return line(line.toString(), x + indent, at, BODY, false);
  }

  PdfPages bookmark(String title, float y) {
    bookmarks.add(new Bookmark(title, pages.size() - 1, y));
    return this;
  }

  Path write(Path folder) {
    return write(folder, null);
  }

  Path write(Path folder, @org.jspecify.annotations.Nullable String password) {
    try (PDDocument document = new PDDocument()) {
      for (List<Line> lines : pages) {
        PDPage page = new PDPage(PDRectangle.LETTER);
        document.addPage(page);
        draw(document, page, lines);
      }
      outline(document);
      if (password != null) {
        document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
      }
      Path file = Files.createTempFile(folder, "book", ".pdf");
      document.save(file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void draw(PDDocument document, PDPage page, List<Line> lines) throws IOException {
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      for (Line line : lines) {
        content.beginText();
        content.setFont(line.bold() ? BOLD : ROMAN, line.size());
        content.newLineAtOffset(line.x(), page.getMediaBox().getHeight() - line.y());
        content.showText(line.text());
        content.endText();
      }
    }
  }

  private void outline(PDDocument document) {
    if (bookmarks.isEmpty()) {
      return;
    }
    PDDocumentOutline outline = new PDDocumentOutline();
    for (Bookmark bookmark : bookmarks) {
      PDPageXYZDestination destination = new PDPageXYZDestination();
      destination.setPage(document.getPage(bookmark.page()));
      destination.setTop(Math.round(PDRectangle.LETTER.getHeight() - bookmark.y() + 18));
      PDOutlineItem item = new PDOutlineItem();
      item.setTitle(bookmark.title());
      item.setDestination(destination);
      outline.addLast(item);
    }
    document.getDocumentCatalog().setDocumentOutline(outline);
  }
}
