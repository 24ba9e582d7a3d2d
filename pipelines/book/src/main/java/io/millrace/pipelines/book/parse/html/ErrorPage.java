package io.millrace.pipelines.book.parse.html;

import io.millrace.pipelines.book.parse.NotABookException;
import io.millrace.pipelines.book.text.Words;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Tells the page that a server sends instead of a book: an error, a login form, a robot check.
/// Servers often send these with status 200, so only the text gives them away.
final class ErrorPage {

  /// Such pages are short; no book is.
  private static final int LONGEST = 500;

  private static final Pattern WORDS =
      Pattern.compile(
          "\\b(?:40[0-9]|410|429|50[0-4])\\b|not found|forbidden|access"
              + " denied|unauthori[sz]ed|server error|bad gateway|service unavailable|temporarily"
              + " unavailable|too many requests|rate limit|page (?:does not|doesn't) exist|no"
              + " longer available|something went wrong|an error|error \\d|sign in|log"
              + " ?in|captcha|are you (?:a )?(?:human|robot)|just a moment|checking your"
              + " browser|enable javascript|file (?:was )?removed|introuvable|không tìm thấy|nicht"
              + " gefunden|no encontrad[ao]",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private ErrorPage() {}

  static void refuse(Document page, String name) {
    Element heading = page.selectFirst("h1, h2");
    String said = page.title().isBlank() && heading != null ? heading.text() : page.title();
    int words = Words.count(page.text());
    String display =
        (page.title() + " " + (heading == null ? "" : heading.text())).toLowerCase(Locale.ROOT);
    boolean login = page.selectFirst("input[type=password]") != null;
    boolean short_ = words < LONGEST;
    boolean shortest = words < LONGEST / 5;
    if (short_
        && (login
            || WORDS.matcher(display).find()
            || (shortest && WORDS.matcher(page.text()).find()))) {
      throw new NotABookException(
          "%s is no book but a web page of %d words that says \"%s\": the server answered with an error or asks for a login. Open the address in a browser, and give the address of the book's file itself."
              .formatted(name, words, said.isBlank() ? page.text() : said));
    }
  }
}
