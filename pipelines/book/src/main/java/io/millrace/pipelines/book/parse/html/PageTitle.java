package io.millrace.pipelines.book.parse.html;

import io.millrace.pipelines.book.parse.gutenberg.GutenbergWrapper;
import io.millrace.pipelines.book.parse.outline.Titles;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// The title and authors of a page: Gutenberg's header, else meta elements, else "The Title, by The
/// Author" in the title element, else the first h1, else the file's name.
record PageTitle(String title, List<String> authors) {

  private static final Pattern BY = Pattern.compile("^(.+?),?\\s+by\\s+(\\p{Lu}.+?)\\.?$");
  private static final Pattern PREFIX =
      Pattern.compile("^The Project Gutenberg e?Book of\\s+", Pattern.CASE_INSENSITIVE);

  static PageTitle of(Document page, Map<String, String> fields, String name) {
    String field = fields.get("title");
    if (field != null) {
      return new PageTitle(field, GutenbergWrapper.authors(fields));
    }
    String author =
        meta(page, "author", "dc.creator", "dcterms.creator", "citation_author", "book:author");
    String title = meta(page, "dc.title", "dcterms.title", "citation_title", "og:title");
    String page_ = Titles.oneLine(PREFIX.matcher(page.title()).replaceFirst(""));
    Matcher by = BY.matcher(page_);
    if (title.isEmpty() && by.matches()) {
      return new PageTitle(by.group(1), author.isEmpty() ? List.of(by.group(2)) : List.of(author));
    }
    Element heading = page.selectFirst("h1");
    String shown = heading == null ? "" : Titles.oneLine(heading.text());
    String best = !title.isEmpty() ? title : !page_.isEmpty() ? page_ : shown;
    return new PageTitle(
        best.isEmpty() ? name.replaceFirst("\\.[A-Za-z]{1,5}$", "") : best,
        author.isEmpty() ? List.of() : List.of(author));
  }

  private static String meta(Document page, String... names) {
    for (String name : names) {
      Element found =
          page.selectFirst(
              "meta[name="
                  + name.replace(":", "\\:")
                  + "], meta[property="
                  + name.replace(":", "\\:")
                  + "]");
      if (found != null && !found.attr("content").isBlank()) {
        return Titles.oneLine(found.attr("content"));
      }
    }
    return "";
  }
}
