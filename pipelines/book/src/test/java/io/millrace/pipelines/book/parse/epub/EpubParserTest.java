package io.millrace.pipelines.book.parse.epub;

import static io.millrace.pipelines.book.parse.Prose.paragraph;
import static io.millrace.pipelines.book.parse.Prose.skipped;
import static io.millrace.pipelines.book.parse.Prose.text;
import static io.millrace.pipelines.book.parse.Prose.titles;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.TextBlock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpubParserTest {

  private static final String A = "<p>" + paragraph("Ann", 30) + "</p>";
  private static final String B = "<p>" + paragraph("Ben", 30) + "</p>";
  private static final String C = "<p>" + paragraph("Cid", 30) + "</p>";

  @TempDir private Path folder;

  private BookText parse(EpubFile epub) throws IOException {
    return new EpubParser().parse(epub.write(folder), SourceHint.ofFileName("mill.epub"));
  }

  @Test
  void severalChaptersInOneFileAreCutAtTheirFragments() throws IOException {
    var book =
        parse(
            new EpubFile()
                .document(
                    "all.xhtml",
                    "",
                    "<div id='c1'/><h2>The Wheel</h2>"
                        + A
                        + "<h2 id='c2'>The Stone</h2>"
                        + B
                        + "<p>An end. <a id='c3'/></p><h2>The Flour</h2>"
                        + C)
                .toc("The Wheel", "all.xhtml#c1")
                .toc("The Stone", "all.xhtml#c2")
                .toc("The Flour", "all.xhtml#c3"));

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone", "The Flour");
    assertThat(text(book.chapters().get(1))).endsWith("An end.");
    assertThat(text(book.chapters().get(2))).doesNotContain("Ben");
  }

  @Test
  void oneChapterInSeveralFilesStaysTogether() throws IOException {
    var book =
        parse(
            new EpubFile()
                .document("1a.xhtml", "", "<h2>Chapter 1</h2>" + A)
                .document("1b.xhtml", "", B)
                .document("2a.xhtml", "", "<h2>Chapter 2</h2>" + C)
                .document("2b.xhtml", "", A)
                .toc("Chapter 1", "1a.xhtml")
                .toc("Chapter 2", "2a.xhtml"));

    assertThat(titles(book)).containsExactly("Chapter 1", "Chapter 2");
    assertThat(text(book.chapters().getFirst())).contains("Ann").contains("Ben");
    assertThat(text(book.chapters().getLast())).contains("Cid").contains("Ann");
  }

  @Test
  void theNavigationDocumentWinsAndItsLandmarksDoNotCount() throws IOException {
    var book =
        parse(
            new EpubFile()
                .document(
                    "title.xhtml",
                    "frontmatter",
                    "<section epub:type='titlepage'><h1>The Mill</h1></section>")
                .document(
                    "1.xhtml",
                    "bodymatter",
                    "<section epub:type='chapter'><h2>I</h2>" + A + "</section>")
                .document(
                    "2.xhtml",
                    "bodymatter",
                    "<section epub:type='chapter'><h2>II</h2>" + B + "</section>")
                .document(
                    "notes.xhtml",
                    "backmatter",
                    "<section epub:type='endnotes'><h2>Endnotes</h2><p>Not read.</p></section>")
                .document(
                    "colophon.xhtml",
                    "backmatter",
                    "<section epub:type='colophon'><h2>Colophon</h2><p>Set by hand.</p></section>")
                .nav(
                    "<nav epub:type='toc'><ol><li><a href='title.xhtml'>Title</a></li><li><a"
                        + " href='1.xhtml'>I</a></li><li><a href='2.xhtml'>II</a></li><li><a"
                        + " href='notes.xhtml'>Endnotes</a></li><li><a"
                        + " href='colophon.xhtml'>Colophon</a></li></ol></nav><nav"
                        + " epub:type='landmarks'><ol><li><a href='2.xhtml'>Start"
                        + " here</a></li></ol></nav>"));

    assertThat(titles(book)).containsExactly("I", "II");
    assertThat(skipped(book)).contains("Colophon", "Notes");
  }

  @Test
  void footnotesAndTheirReferencesAreLeftOutAndListed() throws IOException {
    var book =
        parse(
            new EpubFile()
                .document(
                    "1.xhtml",
                    "",
                    "<h2>Chapter 1</h2><p>The mill<a epub:type='noteref' href='#n1'>1</a>"
                        + " stood.</p>"
                        + A
                        + "<aside epub:type='footnote' id='n1'><p>A kind of house.</p></aside>")
                .document("2.xhtml", "", "<h2>Chapter 2</h2>" + B)
                .toc("Chapter 1", "1.xhtml")
                .toc("Chapter 2", "2.xhtml"));

    assertThat(book.chapters().getFirst().blocks().getFirst().text()).isEqualTo("The mill stood.");
    assertThat(text(book.chapters().getFirst())).doesNotContain("house");
    assertThat(book.skipped()).anySatisfy(part -> assertThat(part.words()).isEqualTo(4));
  }

  @Test
  void anEpigraphInsideAChapterDoesNotEndIt() throws IOException {
    var book =
        parse(
            new EpubFile()
                .document(
                    "1.xhtml",
                    "",
                    "<section epub:type='chapter'><h2>Chapter 1</h2><blockquote"
                        + " epub:type='epigraph'><p>Grind on.</p></blockquote>"
                        + A
                        + "</section>")
                .document("2.xhtml", "", "<h2>Chapter 2</h2>" + B)
                .toc("Chapter 1", "1.xhtml")
                .toc("Chapter 2", "2.xhtml"));

    assertThat(book.chapters().getFirst().blocks().getFirst())
        .isEqualTo(new TextBlock(TextBlock.Kind.QUOTE, "Grind on."));
    assertThat(text(book.chapters().getFirst())).contains("Ann");
  }

  @Test
  void unnumberedChaptersUnderPartsComeFromTheContents() throws IOException {
    var epub =
        new EpubFile()
            .document("cover.xhtml", "", "<p>The Mill</p>")
            .document("p1.xhtml", "", "<h1>Day</h1>")
            .document("a.xhtml", "", "<h2>The Wheel</h2>" + A)
            .document("b.xhtml", "", "<h2>The Stone</h2>" + B)
            .document("p2.xhtml", "", "<h1>Night</h1>")
            .document("c.xhtml", "", "<h2>The Flour</h2>" + C)
            .document("about.xhtml", "", "<h1>About the Author</h1><p>She lives by a river.</p>");
    var book =
        parse(
            epub.toc("Cover", "cover.xhtml")
                .toc(
                    "Day",
                    "p1.xhtml",
                    epub.point("The Wheel", "a.xhtml"),
                    epub.point("The Stone", "b.xhtml"))
                .toc("Night", "p2.xhtml", epub.point("The Flour", "c.xhtml"))
                .toc("About the Author", "about.xhtml"));

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone", "The Flour");
    assertThat(book.chapters()).extracting(c -> c.part()).containsExactly("Day", "Day", "Night");
    assertThat(skipped(book)).contains("About the Author");
  }

  @Test
  void sectionsInTheContentsStayInsideTheirChapter() throws IOException {
    var epub =
        new EpubFile()
            .document(
                "1.xhtml",
                "",
                "<h2>The Wheel</h2>"
                    + A
                    + "<h3 id='s1'>Wood</h3>"
                    + B
                    + "<h3 id='s2'>Water</h3>"
                    + C)
            .document("2.xhtml", "", "<h2>The Stone</h2>" + A + B + C);
    var book =
        parse(
            epub.toc(
                    "The Wheel",
                    "1.xhtml",
                    epub.point("Wood", "1.xhtml#s1"),
                    epub.point("Water", "1.xhtml#s2"))
                .toc("The Stone", "2.xhtml"));

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone");
    assertThat(book.chapters().getFirst().blocks())
        .contains(new TextBlock(TextBlock.Kind.HEADING, "Water"));
  }

  @Test
  void anEpubWithoutAnyContentsListIsReadByItsHeadings() throws IOException {
    var book =
        parse(
            new EpubFile()
                .document("1.xhtml", "", "<h1>The Mill</h1><p>by Ann Author</p>")
                .document("2.xhtml", "", "<h2>Chapter 1</h2>" + A)
                .document("3.xhtml", "", "<h2>Chapter 2</h2>" + B));

    assertThat(titles(book)).containsExactly("Chapter 1", "Chapter 2");
  }

  @Test
  void headingsAreFoundInCentredParagraphsAndRunningTitlesDropped() throws IOException {
    String top = "<p align='center'>Ann Author</p><p align='center'>THE MILL</p>";
    var book =
        parse(
            new EpubFile()
                .document(
                    "1.html",
                    "",
                    top
                        + "<p align='center'><strong>Chương 1</strong></p><p align='center'>BÁNH"
                        + " XE</p><div>"
                        + A
                        + "</div>")
                .document(
                    "2.html",
                    "",
                    top
                        + "<p align='center'><strong>Chương 2</strong></p><p align='center'>ĐÁ"
                        + " XAY</p><div>"
                        + B
                        + "</div>")
                .document(
                    "3.html",
                    "",
                    top
                        + "<p align='center'><strong>Chương 3</strong></p><p align='center'>BỘT"
                        + " MÌ</p><div>"
                        + C
                        + "</div>")
                .document("last.html", "", "<p>Thanks to the typist, and goodbye.</p>")
                .toc("Chương 1", "1.html")
                .toc("Chương 2", "2.html")
                .toc("Chương 3", "3.html"));

    assertThat(titles(book)).containsExactly("BÁNH XE", "ĐÁ XAY", "BỘT MÌ");
    assertThat(book.chapters().getFirst().heading()).isEqualTo("Chương 1 BÁNH XE");
    assertThat(text(book.chapters().getLast())).doesNotContain("typist");
  }

  @Test
  void metadataAndCoverAreFoundInBothVersionsWays() throws IOException {
    byte[] picture = {1, 2, 3};
    var third =
        parse(
            new EpubFile()
                .meta(
                    "<dc:creator id='a'>Ann Author</dc:creator><meta refines='#a'"
                        + " property='role'>aut</meta><dc:creator id='b'>Ben"
                        + " Drawer</dc:creator><meta refines='#b' property='role'>ill</meta>")
                .item("pic", "pic.jpg", "image/jpeg", "cover-image")
                .entry("OEBPS/pic.jpg", picture)
                .document("1.xhtml", "", "<h2>Chapter 1</h2>" + A));
    var second =
        parse(
            new EpubFile()
                .meta("<meta name='cover' content='pic'/>")
                .item("pic", "my%20pic.jpg", "image/jpeg", "")
                .entry("OEBPS/my pic.jpg", picture)
                .document("1.xhtml", "", "<h2>Chapter 1</h2>" + A));

    assertThat(third.metadata().authors()).containsExactly("Ann Author");
    assertThat(third.metadata().cover())
        .isNotNull()
        .satisfies(cover -> assertThat(cover.bytes()).isEqualTo(picture));
    assertThat(second.metadata().cover()).isNotNull();
    assertThat(second.metadata().title()).isEqualTo("The Mill");
    assertThat(second.metadata().language()).isEqualTo("en");
  }
}
