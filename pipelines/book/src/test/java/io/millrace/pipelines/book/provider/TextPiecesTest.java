package io.millrace.pipelines.book.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextPiecesTest {

  @Test
  void wholeParagraphsStayTogetherWhileTheyFit() {
    assertThat(TextPieces.of("One.\n\nTwo.\n\nThree.", 11, Locale.ENGLISH))
        .containsExactly("One.\n\nTwo.", "Three.");
  }

  @Test
  void aLongParagraphIsCutBetweenSentencesThenWordsThenCharacters() {
    assertThat(TextPieces.of("One is. Two is. Three is.", 16, Locale.ENGLISH))
        .containsExactly("One is. Two is.", "Three is.");
    assertThat(TextPieces.of("one two three", 8, Locale.ENGLISH))
        .containsExactly("one two", "three");
    assertThat(TextPieces.of("a\uD83D\uDE00\uD83D\uDE00b", 2, Locale.ENGLISH))
        .containsExactly("a", "\uD83D\uDE00", "\uD83D\uDE00", "b");
  }

  @Test
  void nothingIsLostAndNoPieceIsTooLong() {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(120); i > 0; i--) {
        text.append("ab c.D\n\n".charAt(random.nextInt(8)));
      }
      int limit = 2 + random.nextInt(30);

      var pieces = TextPieces.of(text.toString(), limit, Locale.ENGLISH);

      assertThat(pieces).allMatch(piece -> piece.length() <= limit && !piece.isBlank());
      assertThat(String.join("", pieces).replaceAll("\\s", ""))
          .isEqualTo(text.toString().replaceAll("\\s", ""));
    }
  }
}
