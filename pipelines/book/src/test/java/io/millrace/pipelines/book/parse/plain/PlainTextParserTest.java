package io.millrace.pipelines.book.parse.plain;

import static io.millrace.pipelines.book.parse.Prose.paragraph;
import static io.millrace.pipelines.book.parse.Prose.skipped;
import static io.millrace.pipelines.book.parse.Prose.text;
import static io.millrace.pipelines.book.parse.Prose.titles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipelines.book.parse.EmptyBookException;
import io.millrace.pipelines.book.parse.NoChaptersException;
import io.millrace.pipelines.book.text.BookText;
import io.millrace.pipelines.book.text.TextBlock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainTextParserTest {

  private static final String A = wrap(paragraph("Ann", 9));
  private static final String B = wrap(paragraph("Ben", 9));
  private static final String C = wrap(paragraph("Cid", 9));

  private static BookText parse(String text) {
    return new PlainTextParser().parse(text, "mill.txt");
  }

  /// Hard-wrapped near column 70, as Gutenberg does.
  private static String wrap(String text) {
    return text.replaceAll("(.{55,70}) ", "$1\n");
  }

  @Test
  void aContentsListIsNotMistakenForTheChaptersItNames() {
    var book =
        parse(
            "THE MILL\n\n"
                + "by Ann Author\n\n\n"
                + "CONTENTS\n\n"
                + " I The Wheel\n"
                + " II The Stone\n"
                + " III The Flour\n\n\n\n"
                + " I\n\n\n"
                + " The Wheel\n\n"
                + A
                + "\n\n\n\n II\n\n\n The Stone\n\n"
                + B
                + "\n\n\n\n III\n\n\n The Flour\n\n"
                + C);

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone", "The Flour");
    assertThat(book.chapters())
        .extracting(c -> c.heading())
        .containsExactly("I The Wheel", "II The Stone", "III The Flour");
    assertThat(book.metadata().title()).isEqualTo("THE MILL");
    assertThat(book.metadata().authors()).containsExactly("Ann Author");
  }

  @Test
  void aContentsListWithEntriesOnLinesOfTheirOwnIsSkippedToo() {
    var book =
        parse(
            "CONTENTS\n\nCHAPTER I\n\nCHAPTER II\n\nCHAPTER III\n\n\n\nCHAPTER I\n\n"
                + A
                + "\n\n\nCHAPTER II\n\n"
                + B
                + "\n\n\nCHAPTER III\n\n"
                + C);

    assertThat(titles(book)).containsExactly("CHAPTER I", "CHAPTER II", "CHAPTER III");
  }

  @Test
  void gutenbergsHeaderAndLicenceAreCutAndItsFieldsRead() {
    var book =
        parse(
            "The Project Gutenberg EBook of The Mill\n\n"
                + "Title: The Mill\n\n"
                + "Author: Ann Author and Ben Author\n\n"
                + "Language: French\n\n"
                + "*** START OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n\n\n"
                + "CHAPTER I\n\n"
                + A
                + "\n\n\nCHAPTER II\n\n"
                + B
                + "\n\n\n"
                + "End of the Project Gutenberg EBook of The Mill\n\n"
                + "*** END OF THE PROJECT GUTENBERG EBOOK THE MILL ***\n\n"
                + "licence licence");

    assertThat(book.metadata().title()).isEqualTo("The Mill");
    assertThat(book.metadata().authors()).containsExactly("Ann Author", "Ben Author");
    assertThat(text(book.chapters().getLast())).endsWith("all night.").doesNotContain("licence");
  }

  @Test
  void theLanguageOfTheTextWinsOverAWrongDeclaration() {
    String english = wrap(paragraph("Ann", 60));
    var book =
        parse(
            "Title: X\n"
                + "Language: German\n"
                + "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\n"
                + "CHAPTER I\n\n"
                + english);

    assertThat(book.metadata().language()).isEqualTo("en");
  }

  @Test
  void titlesUnderLabelsAreTakenWhenThatIsTheBooksHabit() {
    var titled =
        parse(
            "CHAPITRE I.\n\nComment Ann fut élevée.\n\n"
                + A
                + "\n\n\nCHAPITRE II\n\nDe Ben.\n\n"
                + B);
    var untitled = parse("CHAPITRE I.\n\n" + A + "\n\n\nCHAPITRE II\n\n" + B);

    assertThat(titles(titled)).containsExactly("Comment Ann fut élevée.", "De Ben.");
    assertThat(titles(untitled)).containsExactly("CHAPITRE I", "CHAPITRE II");
    assertThat(untitled.chapters().getFirst().words())
        .isEqualTo(titled.chapters().getFirst().words());
  }

  @Test
  void partsAreKeptBesideTheirChapters() {
    var book =
        parse(
            "BOOK ONE\n\nTHE DAY\n\n\nCHAPTER I\n\n"
                + A
                + "\n\n\nCHAPTER II\n\n"
                + B
                + "\n\n\nBOOK TWO\n\nTHE NIGHT\n\n\nCHAPTER I\n\n"
                + C);

    assertThat(book.chapters())
        .extracting(c -> c.part())
        .containsExactly("BOOK ONE: THE DAY", "BOOK ONE: THE DAY", "BOOK TWO: THE NIGHT");
    assertThat(book.chapters()).extracting(c -> c.number()).containsExactly(1, 2, 3);
  }

  @Test
  void prefacesAreFrontMatterAndEpiloguesAreChapters() {
    var book =
        parse(
            "PREFACE\n\n"
                + A
                + "\n\n\nChapter One\n\n"
                + A
                + "\n\n\nChapter Two\n\n"
                + B
                + "\n\n\nEpilogue\n\n"
                + C
                + "\n\n\nTHE END\n\n\nFOOTNOTES:\n\n"
                + A);

    assertThat(titles(book)).containsExactly("Chapter One", "Chapter Two", "Epilogue");
    assertThat(skipped(book)).contains("PREFACE", "FOOTNOTES:");
    assertThat(text(book.chapters().getLast())).doesNotContain("THE END");
  }

  @Test
  void notesInTheMiddleOfAChapterAreLeftOutAndCounted() {
    var book =
        parse(
            "CHAPTER I\n\n"
                + A
                + " The end of it[1].\n\n  [1] A note that\n  nobody reads aloud.\n\n\n"
                + B
                + "\n\n\nCHAPTER II\n\n"
                + C);

    assertThat(text(book.chapters().getFirst()))
        .doesNotContain("nobody")
        .doesNotContain("[1]")
        .contains("Ben");
    assertThat(book.skipped()).anySatisfy(part -> assertThat(part.words()).isEqualTo(7));
  }

  @Test
  void wrappedLinesAreRejoinedAndVerseKeepsItsLines() {
    var book =
        parse(
            "CHAPTER I\n\n"
                + A
                + "\n\n"
                + "     How doth the little mill\n"
                + "     Improve its shining wheel\n\n"
                + "_Emphasis_ and snake_case_names stay apart, said the _old\n"
                + "man_ to "
                + B
                + "\n\n\nCHAPTER II\n\n"
                + C);

    var blocks = book.chapters().getFirst().blocks();
    assertThat(blocks.get(0).text()).doesNotContain("\n");
    assertThat(blocks.get(1))
        .isEqualTo(
            new TextBlock(
                TextBlock.Kind.VERSE, "How doth the little mill\nImprove its shining wheel"));
    assertThat(blocks.get(2).text())
        .startsWith("Emphasis and snake_case_names stay apart, said the old man to");
  }

  @Test
  void aTextWithoutWrappingOrWithIndentedParagraphsIsReadAsWell() {
    var unwrapped =
        parse(
            "Chapter 1\n"
                + paragraph("Ann", 9)
                + "\n"
                + paragraph("Ben", 9)
                + "\nChapter 2\n"
                + paragraph("Cid", 9));
    var indented =
        parse(
            ("Chapter 1\n\n    "
                    + A
                    + "\n    "
                    + B
                    + "\n\n\nChapter 2\n\n    "
                    + C
                    + "\n    "
                    + A
                    + "\n    "
                    + B)
                .repeat(1));

    assertThat(titles(unwrapped)).containsExactly("Chapter 1", "Chapter 2");
    assertThat(unwrapped.chapters().getFirst().blocks()).hasSize(2);
    assertThat(indented.chapters().getLast().blocks()).hasSize(3);
  }

  @Test
  void unnumberedHeadingsInCapitalsAreChaptersWhenThereIsNothingBetter() {
    var book =
        parse("THE WHEEL\n\n" + A + "\n\n\n\nTHE STONE\n\n" + B + "\n\n\n\nTHE FLOUR\n\n" + C);

    assertThat(titles(book)).containsExactly("THE WHEEL", "THE STONE", "THE FLOUR");
  }

  @Test
  void aContentsListRunningIntoTheFrontMatterIsNoChapter() {
    var book =
        parse(
            "CONTENTS\n\nCHAPTER 1. The Wheel\n\nCHAPTER 2. The Stone\n\n\nA NOTE ON MILLS\n\n"
                + A
                + "\n\n\n\nCHAPTER 1. The Wheel\n\n"
                + A
                + "\n\n\n\nCHAPTER 2. The Stone\n\n"
                + B);

    assertThat(titles(book)).containsExactly("The Wheel", "The Stone");
    assertThat(book.chapters().getFirst().number()).isEqualTo(1);
  }

  @Test
  void numbersUnderPartsAreChaptersAndNumbersUnderAdventuresAreNot() {
    var parts =
        parse(
            "Book the First--The Day\n\n\n\nI. The Wheel\n\n"
                + A
                + "\n\n\n\nII. The Stone\n\n"
                + B
                + "\n\n\n\nBook the Second--The Night\n\n\n\nI. The Flour\n\n"
                + C);
    var adventures =
        parse(
            "ADVENTURE I. THE WHEEL\n\nI.\n\n"
                + A
                + "\n\nII.\n\n"
                + B
                + "\n\n\n\nADVENTURE II. THE STONE\n\n"
                + C);

    assertThat(titles(parts)).containsExactly("The Wheel", "The Stone", "The Flour");
    assertThat(parts.chapters().getLast().part()).isEqualTo("Book the Second: The Night");
    assertThat(titles(adventures)).containsExactly("THE WHEEL", "THE STONE");
  }

  @Test
  void booksOfAnEpicAreItsChapters() {
    String song = wrap(paragraph("Ann", 40));
    var book = parse("BOOK I\n\nTHE WHEEL\n\n" + song + "\n\n\n\nBOOK II\n\nTHE STONE\n\n" + song);

    assertThat(titles(book)).containsExactly("THE WHEEL", "THE STONE");
    assertThat(book.chapters().getFirst().heading()).isEqualTo("BOOK I THE WHEEL");
    assertThat(book.chapters().getFirst().part()).isNull();
  }

  @Test
  void aTitlePageIsNoChapterAmongUnnumberedOnes() {
    var book =
        parse(
            "GREAT TALES\n\nBy Ann Author\n\n\n\nTHE WHEEL\n\n" + A + "\n\n\n\nTHE STONE\n\n" + B);

    assertThat(titles(book)).containsExactly("THE WHEEL", "THE STONE");
  }

  @Test
  void charsetsAreToldApart() {
    String text = "Été à l’œuvre";

    assertThat(CharsetGuess.decode(text.getBytes(StandardCharsets.UTF_8), null)).isEqualTo(text);
    assertThat(
            CharsetGuess.decode(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8), "iso-8859-1"))
        .isEqualTo(text);
    assertThat(CharsetGuess.decode(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), null))
        .isEqualTo(text);
    assertThat(CharsetGuess.decode(text.getBytes(Charset.forName("windows-1252")), "ISO-8859-1"))
        .isEqualTo(text);
    assertThat(CharsetGuess.decode("Ночь".getBytes(Charset.forName("KOI8-R")), "koi8-r"))
        .isEqualTo("Ночь");
  }

  @Test
  void aTextWithoutHeadingsAndAnEmptyTextSayWhatToDo() {
    assertThatThrownBy(() -> parse(A + "\n\n" + B))
        .isInstanceOf(NoChaptersException.class)
        .hasMessageContaining("Chapter 1");
    assertThatThrownBy(() -> parse(" \n\n "))
        .isInstanceOf(EmptyBookException.class)
        .hasMessageContaining("mill.txt");
  }
}
