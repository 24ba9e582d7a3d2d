package io.millrace.pipelines.book.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.TextBlock.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfflineFormatterTest {

  private final OfflineFormatter formatter = new OfflineFormatter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mr. and Mrs. Bell met Dr. Ash at St. Paul's on Baker St. yesterday. | Mister and Missus Bell met Doctor Ash at Saint Paul's on Baker Street yesterday.
          Apples, pears, etc. They ate all. | Apples, pears, et cetera. They ate all.
          Fruit, e.g. apples, i.e. food. | Fruit, for example apples, that is food.
          No. 5 is alive. "No." he said. | Number five is alive. "No." he said.
          It cost £5, then $3.50, then $5 million. | It cost five pounds, then three dollars and fifty cents, then five million dollars.
          A rise of 12.5% at 30°C or 45° north. | A rise of twelve point five percent at thirty degrees Celsius or forty-five degrees north.
          In 1897 there were 1,234 men and 42 dogs. | In eighteen ninety-seven there were one thousand two hundred thirty-four men and forty-two dogs.
          The 1890s, the 21st day, 1914–1918, pp. 3-5. | The eighteen nineties, the twenty-first day, nineteen fourteen to nineteen eighteen, pages three to five.
          At 10:30 or 9:05 p.m. or 8:00. | At ten thirty or nine oh five P M or eight o'clock.
          Half: ½, 2½, ¾, 3/8. | Half: one half, two and a half, three quarters, three eighths.
          Henry VIII read Part II and World War I. I did too. | Henry the Eighth read Part two and World War one. I did too.
          Call 555-1234 on 5/12/1897 about A4 and 1.2.3 and 007. | Call 555-1234 on 5/12/1897 about A4 and 1.2.3 and zero zero seven.
          Smith & Sons | Smith and Sons
          I am. Malcolm X and Vitamin C met J. R. Hart. | I am. Malcolm X and Vitamin C met J. R. Hart.
          """)
  void englishSignsAreRead(String written, String spoken) {
    assertThat(body("en", written)).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          M. de Rênal et Mme Arnoux, etc. Ils partirent. | Monsieur de Rênal et Madame Arnoux, et cætera. Ils partirent.
          Louis XIV, François Ier et le XIXe siècle. | Louis quatorze, François premier et le dix-neuvième siècle.
          Il a 71 ans et 1 234 livres à 3,5 %. | Il a soixante-et-onze ans et mille deux cent trente-quatre livres à trois virgule cinq pour cent.
          À 10 h 30, au n° 12, la 2e fois, pour 5 €. | À dix heures trente, au numéro douze, la deuxième fois, pour cinq euros.
          Livre II, acte I | Livre deux, acte premier
          """)
  void frenchSignsAreRead(String written, String spoken) {
    assertThat(body("fr", written)).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GS. Nam ở TP. Huế, thế kỷ XIX. | Giáo sư Nam ở Thành phố Huế, thế kỷ mười chín.
          Giá 5.000đ, tăng 25%, lúc 8h30. | Giá năm nghìn đồng, tăng hai mươi lăm phần trăm, lúc tám giờ ba mươi.
          Có 21 người, 15 con gà, v.v. | Có hai mươi mốt người, mười lăm con gà, vân vân.
          """)
  void vietnameseSignsAreRead(String written, String spoken) {
    assertThat(body("vi", written)).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en | IV                                | Chapter Four.
          en | I.                                | Chapter One.
          en | IV. The Storm                     | Chapter Four. The Storm.
          en | CHAPTER XII — THE STORM           | Chapter Twelve. The Storm.
          en | Chapter 3: Why?                   | Chapter Three. Why?
          en | STAVE ONE. MARLEY'S GHOST         | Stave One. Marley's Ghost.
          en | 12                                | Chapter Twelve.
          en | 1984                              | nineteen eighty-four.
          en | I Am Born                         | I Am Born.
          en | Mix                               | Mix.
          en | Epilogue                          | Epilogue.
          fr | CHAPITRE I. Comment il fut chassé | Chapitre premier. Comment il fut chassé.
          fr | XXX                               | Chapitre trente.
          vi | CHƯƠNG IV                         | Chương bốn.
          vi | 7                                 | Chương bảy.
          de | IV                                | 4.
          """)
  void headingsAreAnnounced(String language, String heading, String spoken) {
    var text = format(language, heading, List.of(), Map.of()).text().strip();

    assertThat(text).isEqualTo(spoken);
  }

  @Test
  void theAnnouncementComesFirstThenParagraphsAndPauses() {
    var text =
        format(
                "en",
                "II. Night",
                List.of(
                    new TextBlock(Kind.PARAGRAPH, "One."),
                    new TextBlock(Kind.PARAGRAPH, "Two."),
                    new TextBlock(Kind.SCENE_BREAK, ""),
                    new TextBlock(Kind.PARAGRAPH, "* * *"),
                    new TextBlock(Kind.VERSE, "Low the wheel\nand slow,\nturning"),
                    new TextBlock(Kind.HEADING, "THE END")),
                Map.of())
            .text();

    assertThat(text)
        .isEqualTo(
            """
            Chapter Two. Night.


            One.

            Two.


            Low the wheel,
            and slow,
            turning

            The End.
            """);
  }

  @Test
  void theAnnouncementCanBeLeftOutAndThePartAdded() {
    var blocks = List.of(new TextBlock(Kind.PARAGRAPH, "One."));

    assertThat(format("en", "II", blocks, Map.of("announce", "false")).text()).isEqualTo("One.\n");
    assertThat(format("en", "II", blocks, Map.of("announcePart", "true")).text())
        .startsWith("Book One: The Coming.\n\n\nChapter Two.");
  }

  @Test
  void marksForTheEyeAreTakenOut() {
    var written =
        "The\u00A0mill\u2009was\u2060 old[12] and so\u00ADber,* he"
            + " _said_--then\u2014\u201Cwait\u201D\u2026 ca\uFB01ne word.\u00B2";

    assertThat(body("en", written))
        .isEqualTo(
            "The mill was old and sober, he said \u2014 then \u2014 \u201Cwait\u201D\u2026 cafine"
                + " word.");
  }

  @Test
  void aDialogueDashIsNotSpokenAndAPauseStaysAPause() {
    assertThat(body("fr", "— Bonjour, dit-il – et il partit."))
        .isEqualTo("Bonjour, dit-il — et il partit.");
  }

  @Test
  void everyWordOfPlainProseIsKeptInOrder() {
    var prose =
        "It was the best of times, \u2018it was the worst of times\u2019; don\u2019t you"
            + " think\u2014no? A mid-summer day (in May).";

    assertThat(body("en", prose).replaceAll("[^\\p{L}]+", " ").strip())
        .isEqualTo(prose.replace('\u2019', '\'').replaceAll("[^\\p{L}]+", " ").strip());
  }

  @Test
  void anEmptyChapterIsOnlyItsAnnouncement() {
    assertThat(format("en", "IX", List.of(), Map.of()).text()).isEqualTo("Chapter Nine.\n");
    assertThat(format("en", "* * *", List.of(), Map.of()).text()).isEqualTo("\n");
  }

  private String body(String language, String paragraph) {
    var blocks = List.of(new TextBlock(Kind.PARAGRAPH, paragraph));
    return format(language, null, blocks, Map.of("announce", "false")).text().strip();
  }

  private FormattedText format(
      String language,
      @Nullable String heading,
      List<TextBlock> blocks,
      Map<String, String> options) {
    var chapter = new ChapterText(1, "Untitled", heading, "BOOK ONE: THE COMING", blocks);
    return formatter.format(
        new FormatRequest(
            "book", "ch_001", chapter, Locale.forLanguageTag(language), "A Book", options));
  }
}
