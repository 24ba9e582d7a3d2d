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
  private static final Pattern NAME =
      Pattern.compile(
          "^\\p{Lu}[\\p{L}.'’-]*(?:\\s+\\p{L}[\\p{L}.'’-]*){0,3}\\s+\\p{Lu}[\\p{L}.'’-]+$");
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
    List<TextLine> display = largest(first, sizes);
    if (title.isEmpty() || NO_TITLE.matcher(title).matches()) {
      title = String.join(" ", display.stream().map(TextLine::text).toList());
    }
    List<String> authors =
        author.isEmpty()
            ? byLine(first, display)
            : List.of(author.split("\\s*;\\s*|\\s+and\\s+|\\s+&\\s+"));
    return new PdfTitle(title.isEmpty() ? name.replaceFirst("(?i)\\.pdf$", "") : title, authors);
  }

  private static String clean(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : Titles.oneLine(text);
  }

  private static List<TextLine> largest(List<TextLine> lines, TypeSizes sizes) {
    for (float size : sizes.larger()) {
      List<TextLine> title =
          lines.stream()
              .filter(line -> line.size() == size && !PagePieces.saysHeading(line.text()))
              .toList();
      if (!title.isEmpty()) {
        int page = title.getFirst().page();
        return title.stream().filter(line -> line.page() == page).toList();
      }
    }
    return List.of();
  }

  /// A line "by …", else a name on the line below the title.
  private static List<String> byLine(List<TextLine> lines, List<TextLine> title) {
    for (TextLine line : lines) {
      Matcher by = BY.matcher(line.text());
      if (by.matches()) {
        return List.of(by.group(1).strip());
      }
    }
    int below = title.isEmpty() ? 0 : lines.indexOf(title.getLast()) + 1;
    boolean samePage =
        below > 0 && below < lines.size() && lines.get(below).page() == title.getLast().page();
    return samePage && NAME.matcher(lines.get(below).text()).matches()
        ? List.of(lines.get(below).text())
        : List.of();
  }
}
