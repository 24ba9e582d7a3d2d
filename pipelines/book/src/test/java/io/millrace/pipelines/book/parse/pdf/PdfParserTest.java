package io.millrace.pipelines.book.parse.pdf;

import static io.millrace.pipelines.book.parse.Prose.paragraph;
import static io.millrace.pipelines.book.parse.Prose.text;
import static io.millrace.pipelines.book.parse.Prose.titles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.parse.CorruptBookException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.parse.NoTextException;
import io.millrace.pipelines.book.parse.PasswordProtectedException;
import io.millrace.pipelines.book.parse.SourceHint;
import io.millrace.pipelines.book.text.BookText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdfParserTest {

  private static final String A = paragraph("Ann", 12);
  private static final String B = paragraph("Ben", 12);

  @TempDir private Path folder;

  private BookText parse(PdfPages pages) {
    return parse(pages.write(folder));
  }

  private static BookText parse(Path file) {
    return new PdfParser().parse(file, SourceHint.ofFileName("mill.pdf"));
  }

  @Test
  void largerTypeMakesHeadingsAndWrappedTitlesAreJoined() {
    var book =
        parse(
            new PdfPages()
                .page()
                .line("The Mill", 200, 200, 30, true)
                .line("Ann Author", 220, 240, 12, false)
                .page()
                .heading("Chapter 1", 100)
                .heading("The Wheel and", 140)
                .heading("the Water", 160)
                .paragraph(A, 72, 200, 80)
                .page()
                .heading("Chapter 2", 100)
                .heading("The Stone", 140)
                .paragraph(B, 72, 200, 80));

    assertThat(titles(book)).containsExactly("The Wheel and the Water", "The Stone");
    assertThat(book.chapters().getFirst().heading()).isEqualTo("Chapter 1 The Wheel and the Water");
    assertThat(book.metadata().title()).isEqualTo("The Mill");
    assertThat(book.metadata().authors()).containsExactly("Ann Author");
    assertThat(text(book.chapters().getFirst())).isEqualTo(A);
  }

  @Test
  void theOutlineNamesChaptersWhoseHeadingsAreSetLikeText() {
    var book =
        parse(
            new PdfPages()
                .page()
                .bookmark("The Wheel", 100)
                .paragraph(A, 72, 100, 80)
                .bookmark("The Stone", 400)
                .paragraph(B, 72, 400, 80));

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone");
    assertThat(text(book.chapters().getFirst())).contains("Ann").doesNotContain("Ben");
  }

  @Test
  void runningHeadsAndPageNumbersAreNotRead() {
    var pages = new PdfPages();
    for (int i = 0; i < 6; i++) {
      pages
          .page()
          .line((i + 11) + "   THE MILL", 72, 40, 10, false)
          .line("Chapter " + (i / 3 + 1), 480, 40, 10, false)
          .line("- " + (i + 11) + " -", 300, 750, 10, false);
      if (i % 3 == 0) {
        pages.heading("Chapter " + (i / 3 + 1), 90);
      }
      pages.paragraph(i < 3 ? A : B, 72, 130, 80);
    }

    var book = parse(pages);

    assertThat(titles(book)).containsExactly("Chapter 1", "Chapter 2");
    assertThat(text(book.chapters().getFirst()))
        .doesNotContain("MILL")
        .doesNotContain("Chapter")
        .doesNotContain("-")
        .doesNotContainPattern("\\d");
  }

  @Test
  void hyphensAtLineEndsGoUnlessTheWordHasOne() {
    var book =
        parse(
            new PdfPages()
                .page()
                .heading("Chapter 1", 100)
                .line("The mil-", 87, 140, 10, false)
                .line("ler had a well-known rabbit and a well-", 72, 153, 10, false)
                .line("known hare, and efﬁcient \u2014".replace("ﬁ", "fi"), 72, 166, 10, false)
                .page()
                .heading("Chapter 2", 100)
                .paragraph(B, 72, 140, 80));

    assertThat(text(book.chapters().getFirst()))
        .startsWith("The miller had a well-known rabbit and a well-known hare");
  }

  @Test
  void twoColumnsAreReadOneAfterTheOther() {
    String left = paragraph("Left", 24);
    String right = paragraph("Right", 24);
    var book =
        parse(
            new PdfPages()
                .page()
                .heading("Chapter 1", 80)
                .paragraph(left, 72, 120, 42)
                .paragraph(right, 320, 120, 42)
                .page()
                .heading("Chapter 2", 80)
                .paragraph("Then " + paragraph("Third", 23), 72, 120, 42)
                .paragraph("Short end.", 320, 120, 42));

    assertThat(text(book.chapters().getFirst())).isEqualTo(left + "\n" + right);
    assertThat(text(book.chapters().getLast())).endsWith("\nShort end.");
  }

  @Test
  void paragraphsGoOnOverPagesAndNewOnesAreIndented() {
    var book =
        parse(
            new PdfPages()
                .page()
                .heading("Chapter 1", 100)
                .paragraph(A, 72, 140, 80)
                .paragraph("It went on", 72, 400, 80)
                .page()
                .line("and on.", 72, 100, 10, false)
                .paragraph(B, 72, 113, 80)
                .page()
                .heading("Chapter 2", 100)
                .paragraph(B, 72, 140, 80));

    assertThat(book.chapters().getFirst().blocks()).hasSize(3);
    assertThat(book.chapters().getFirst().blocks().get(1).text()).isEqualTo("It went on and on.");
  }

  @Test
  void footnotesInSmallTypeAndTheirFiguresAreLeftOut() {
    var book =
        parse(
            new PdfPages()
                .page()
                .heading("Chapter 1", 100)
                .paragraph(A, 72, 140, 80)
                .line("It stood", 72, 400, 10, false)
                .line("1", 108, 396, 6, false)
                .line("by the river.", 112, 400, 10, false)
                .line("1 A kind of house.", 72, 700, 7, false)
                .page()
                .heading("Chapter 2", 100)
                .paragraph(B, 72, 140, 80));

    assertThat(text(book.chapters().getFirst())).endsWith("It stood by the river.");
    assertThat(book.skipped()).anySatisfy(part -> assertThat(part.title()).isEqualTo("Notes"));
  }

  @Test
  void whatCannotBeReadSaysWhy() throws IOException {
    Path locked =
        new PdfPages()
            .page()
            .heading("Chapter 1", 100)
            .paragraph(A, 72, 140, 80)
            .write(folder, "secret");
    Path scan = new PdfPages().page().page().page().write(folder);
    Path shapeless =
        new PdfPages()
            .page()
            .paragraph(A, 72, 140, 80)
            .page()
            .paragraph(B, 72, 140, 80)
            .write(folder);
    byte[] bytes = Files.readAllBytes(shapeless);
    Path broken = Files.write(folder.resolve("broken.pdf"), Arrays.copyOf(bytes, 60));

    assertThatThrownBy(() -> parse(locked))
        .isInstanceOf(PasswordProtectedException.class)
        .hasMessageContaining("mill.pdf");
    assertThatThrownBy(() -> parse(scan))
        .isInstanceOf(NoTextException.class)
        .hasMessageContaining("OCR");
    assertThatThrownBy(() -> parse(shapeless))
        .isInstanceOf(NoChaptersException.class)
        .hasMessageContaining("outline");
    assertThatThrownBy(() -> parse(broken))
        .isInstanceOf(CorruptBookException.class)
        .hasMessageContaining("damaged");
  }
}
