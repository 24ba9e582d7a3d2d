package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.gutenberg.GutenbergWrapper;
import io.millrace.pipelines.book.parse.outline.Titles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;

/// The title and authors of a PDF: Gutenberg's header, else the document information, else the
/// largest type on the first pages and a line "by …" there, else the file's name.
record PdfTitle(String title, List<String> authors) {

  private static final int TITLE_PAGES = 12;
  private static final Pattern BY =
      Pattern.compile("^(?i:by|par|von|de|por)\\s+(\\p{Lu}[\\p{L}.'’ -]{2,50})$");
  // What word processors and typesetters write there instead of a title.
  private static final Pattern NO_TITLE =
      Pattern.compile(
          "^(?:untitled.*|microsoft word - .*|.*\\.(?:dvi|docx?|tex|indd|qxd|pdf))$",
          Pattern.CASE_INSENSITIVE);

  static PdfTitle of(
      PDDocument document,
      Map<String, String> fields,
      List<List<TextLine>> pages,
      TypeSizes sizes,
      String name) {
    if (fields.containsKey("title")) {
      return new PdfTitle(fields.get("title"), GutenbergWrapper.authors(fields));
    }
    PDDocumentInformation information = document.getDocumentInformation();
    String title = clean(information.getTitle());
    String author = clean(information.getAuthor());
    List<TextLine> first = new ArrayList<>();
    pages.subList(0, Math.min(TITLE_PAGES, pages.size())).forEach(first::addAll);
    if (title.isEmpty() || NO_TITLE.matcher(title).matches()) {
      title = largest(first, sizes);
    }
    if (title.isEmpty()) {
      title = name.replaceFirst("(?i)\\.pdf$", "");
    }
    List<String> authors =
        author.isEmpty() ? byLine(first) : List.of(author.split("\\s*;\\s*|\\s+and\\s+|\\s+&\\s+"));
    return new PdfTitle(title, authors);
  }

  private static String clean(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : Titles.oneLine(text);
  }

  private static String largest(List<TextLine> lines, TypeSizes sizes) {
    for (float size : sizes.larger()) {
      StringBuilder title = new StringBuilder();
      int page = -1;
      for (TextLine line : lines) {
        if (line.size() == size
            && (page < 0 || page == line.page())
            && !PagePieces.saysHeading(line.text())) {
          page = line.page();
          title.append(title.isEmpty() ? "" : " ").append(line.text());
        }
      }
      if (!title.isEmpty()) {
        return title.toString();
      }
    }
    return "";
  }

  private static List<String> byLine(List<TextLine> lines) {
    for (TextLine line : lines) {
      Matcher by = BY.matcher(line.text());
      if (by.matches()) {
        return List.of(by.group(1).strip());
      }
    }
    return List.of();
  }
}
