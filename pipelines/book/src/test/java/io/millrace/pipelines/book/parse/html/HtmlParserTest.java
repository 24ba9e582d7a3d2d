package io.millrace.pipelines.book.parse.html;

import static io.millrace.pipelines.book.parse.Prose.paragraph;
import static io.millrace.pipelines.book.parse.Prose.skipped;
import static io.millrace.pipelines.book.parse.Prose.text;
import static io.millrace.pipelines.book.parse.Prose.titles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.NotABookException;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.TextBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlParserTest {

  private static final String A = "<p>" + paragraph("Ann", 20) + "</p>";
  private static final String B = "<p>" + paragraph("Ben", 20) + "</p>";

  private static BookText parse(String body) {
    return new HtmlParser()
        .parse(
            "<html lang='en'><head><title>The Mill, by Ann Author</title></head><body>"
                + body
                + "</body></html>",
            "mill.html");
  }

  @Test
  void headingsOfTwoLevelsMakeLabelAndTitle() {
    var book =
        parse(
            "<h1>THE MILL</h1><h2>CONTENTS</h2><p><a href='#a'>One</a></p><h2><a"
                + " id='a'>STAVE&nbsp;ONE.</a></h2><hr><h4>THE WHEEL.</h4>"
                + A
                + "<h2>STAVE TWO.</h2><hr><h4>THE STONE.</h4>"
                + B);

    assertThat(titles(book)).containsExactly("THE WHEEL", "THE STONE");
    assertThat(book.chapters().getFirst().heading()).isEqualTo("STAVE ONE. THE WHEEL.");
    assertThat(book.metadata().title()).isEqualTo("The Mill");
    assertThat(book.metadata().authors()).containsExactly("Ann Author");
    assertThat(skipped(book)).contains("CONTENTS");
  }

  @Test
  void captionsUnderPicturesAreLeftOutEvenAsHeadings() {
    var book =
        parse(
            "<h2>CHAPTER I</h2>"
                + A
                + "<div><img src='x.jpg' alt='The wheel'><br></div><h4>The Wheel</h4>"
                + B
                + "<figure><img src='y.jpg'><figcaption>The stone</figcaption></figure><h2>CHAPTER"
                + " II</h2>"
                + A);

    assertThat(text(book.chapters().getFirst()))
        .doesNotContain("The Wheel")
        .doesNotContain("The stone")
        .contains("Ben");
    assertThat(titles(book)).containsExactly("CHAPTER I", "CHAPTER II");
  }

  @Test
  void pageNumbersAndNoteReferencesAreNotRead() {
    var book =
        parse(
            "<h2>I</h2><p>The mill<span class='pagenum'>[Pg 2]</span> stood<a href='#fn1'"
                + " class='fnanchor'>[1]</a> by the river<sup><a href='#n2'>2</a></sup> in"
                + " 1<sup>st</sup> place.</p>"
                + A
                + "<h2>II</h2>"
                + B
                + "<h2>FOOTNOTES:</h2><div class='footnote'><p><a id='fn1'>[1]</a> Not for"
                + " listeners.</p></div>");

    assertThat(book.chapters().getFirst().blocks().getFirst().text())
        .isEqualTo("The mill stood by the river in 1st place.");
    assertThat(titles(book)).containsExactly("I", "II");
    assertThat(text(book.chapters().getLast())).doesNotContain("listeners");
  }

  @Test
  void verseKeepsItsLinesAndLineBreaksBetweenLongLinesArePargraphs() {
    var book =
        parse(
            "<h2>Chapter 1</h2><p>How doth the mill<br>Improve its wheel</p><div>"
                + paragraph("Ann", 5)
                + "<br><br>"
                + paragraph("Ben", 5)
                + "<br>Short.</div><h2>Chapter 2</h2>"
                + B);

    var blocks = book.chapters().getFirst().blocks();
    assertThat(blocks.getFirst())
        .isEqualTo(new TextBlock(TextBlock.Kind.VERSE, "How doth the mill\nImprove its wheel"));
    assertThat(blocks)
        .extracting(TextBlock::kind)
        .endsWith(TextBlock.Kind.PARAGRAPH, TextBlock.Kind.PARAGRAPH, TextBlock.Kind.PARAGRAPH);
    assertThat(blocks).hasSize(4);
  }

  @Test
  void storiesWithNumberedSectionsAreChaptersAndTheSectionsAreNot() {
    String sections = "<h3>1</h3>" + A + "<h3>2</h3>" + B;
    var book =
        parse(
            "<h2>The Wheel</h2>"
                + sections
                + "<h2>The Stone</h2>"
                + sections
                + "<h2>The Flour</h2>"
                + sections);

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone", "The Flour");
    assertThat(book.chapters().getFirst().blocks()).extracting(TextBlock::text).contains("1", "2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<title>404 Not Found</title><h1>Not Found</h1><p>The requested URL was not found on this"
            + " server.</p>",
        "<title>Just a moment...</title><p>Checking your browser before you go on.</p>",
        "<title>Library</title><form><input type='password'></form><p>Welcome back.</p>",
        "<title>Error</title><p>Something went wrong. Try again.</p>",
      })
  void errorPagesAreNoBooks(String page) {
    assertThatThrownBy(() -> new HtmlParser().parse("<html>" + page + "</html>", "book.html"))
        .isInstanceOf(NotABookException.class)
        .hasMessageContaining("book.html");
  }

  @Test
  void aBookAboutErrorsIsABook() {
    assertThat(
            titles(
                parse(
                    "<h2>Chapter 1: Not Found</h2>"
                        + A.repeat(3)
                        + "<h2>Chapter 2: Forbidden</h2>"
                        + B.repeat(3))))
        .hasSize(2);
  }

  @Test
  void aPageWithoutHeadingsSaysWhatToDo() {
    assertThatThrownBy(() -> parse(A.repeat(5)))
        .isInstanceOf(NoChaptersException.class)
        .hasMessageContaining("heading");
  }

  @Test
  void aPageNestedTenThousandDeepIsRead() {
    assertThat(
            titles(
                parse(
                    "<h2>Chapter 1</h2>"
                        + "<div>".repeat(10_000)
                        + A
                        + "</div>".repeat(10_000)
                        + "<h2>Chapter 2</h2>"
                        + B)))
        .isNotEmpty();
  }
}
