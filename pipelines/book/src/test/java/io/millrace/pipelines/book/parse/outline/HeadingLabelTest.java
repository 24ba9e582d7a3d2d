package io.millrace.pipelines.book.parse.outline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadingLabelTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAPTER I. Down the Rabbit-Hole | 1 | CHAPTER I. | Down the Rabbit-Hole",
        "Chapter 12 | 12 | Chapter 12 | ''",
        "CHAPTER TWENTY-ONE | 21 | CHAPTER TWENTY-ONE | ''",
        "Chapter Twenty One: The Storm | 21 | Chapter Twenty One: | The Storm",
        "Chapter the First. Of Beginnings | 1 | Chapter the First. | Of Beginnings",
        "STAVE ONE. | 1 | STAVE ONE. | ''",
        "CHAPITRE XXII[1]. | 22 | CHAPITRE XXII[1]. | ''",
        "Chapitre premier | 1 | Chapitre premier | ''",
        "Premier chapitre | 1 | Premier chapitre | ''",
        "Erstes Kapitel | 1 | Erstes Kapitel | ''",
        "Kapitel 3 – Die Reise | 3 | Kapitel 3 – | Die Reise",
        "Capítulo IV | 4 | Capítulo IV | ''",
        "Chương 1: Mở cửa | 1 | Chương 1: | Mở cửa",
        "Chương thứ nhất | 1 | Chương thứ nhất | ''",
        "Chương mười hai | 12 | Chương mười hai | ''",
        "Hồi hai mươi ba | 23 | Hồi hai mươi ba | ''",
        "Глава 7. Ночь | 7 | Глава 7. | Ночь",
        "Letter 4 | 4 | Letter 4 | ''",
        "The Last Chapter | 0 | The Last Chapter | ''",
      })
  void wordedLabelsAreReadInManyLanguages(String line, int number, String label, String rest) {
    assertThat(HeadingLabel.of(line, false))
        .isEqualTo(new HeadingLabel(HeadingLabel.Kind.CHAPTER, number, label, rest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOK TWO",
        "Part II: The Sea",
        "Tome XXXIII",
        "Zweiter Teil",
        "Phần thứ hai",
        "VOLUME 3"
      })
  void partsAreNoChapters(String line) {
    assertThat(HeadingLabel.of(line, false))
        .extracting(HeadingLabel::kind)
        .isEqualTo(HeadingLabel.Kind.PART);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I think that at that time none of us quite believed",
        "I—I do not know",
        "Chapter and verse were quoted",
        "Chapter 3 was a bore from beginning to end",
        "Part of the house was burning",
        "MIX",
        "Book a room",
        "1999 was a good year",
        "CIVIL",
      })
  void sentencesAreNoLabels(String line) {
    assertThat(HeadingLabel.of(line, false)).isNull();
  }

  @Test
  void aNumberBeforeATitleCountsOnlyInAKnownHeading() {
    assertThat(HeadingLabel.of("II The Machine", false)).isNull();
    assertThat(HeadingLabel.of("II The Machine", true))
        .isEqualTo(new HeadingLabel(HeadingLabel.Kind.BARE, 2, "II", "The Machine"));
    assertThat(HeadingLabel.of("II. The Machine", false)).isNotNull();
  }
}
