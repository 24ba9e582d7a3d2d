package io.millrace.pipelines.book.parse.language;

import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.TextBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Counts the small words that every text of a language is full of, and the letters of scripts that
/// name a language.
public final class TextLanguage {

  private static final int SAMPLE_WORDS = 4000;

  /// Small words make up a quarter to a half of a text; less than this is no evidence.
  private static final double CONVINCING = 0.12;

  private static final Map<String, Set<String>> SMALL_WORDS =
      Map.of(
          "en", words("the and of to in a that was he his with it had for as she you not at but"),
          "fr",
              words(
                  "le la les de des et un une que qui dans il elle ne pas vous je en du est au"
                      + " sur"),
          "de",
              words(
                  "der die das und ein eine nicht ich er sie es zu den mit sich auf dem von ist"
                      + " war"),
          "es", words("el la los las de que y en un una no se por con su lo era le al del"),
          "it", words("il la di che e un una non si per con lo le era del della in i gli ma"),
          "pt", words("o a os as de que e um uma não se por com do da em no na era ao"),
          "nl", words("de het een en van ik dat niet in te hij was op zijn met voor er ze om aan"),
          "vi",
              words(
                  "và của là có không một người những các được cho với trong đã này mà thì tôi ở"
                      + " ra"),
          "sv",
              words("och att det en som jag han inte i på var med sig den för hon av till de ett"),
          "pl", words("i w nie się na z do to że jest jak po tak ale za był od co już go"));

  private TextLanguage() {}

  /// The language of the chapters as a BCP 47 tag: the declared one, with its region, when the text
  /// does not clearly contradict it; the text's own when it does or when none is declared; null
  /// when neither tells.
  public static @Nullable String of(List<ChapterText> chapters, @Nullable String declared) {
    Map<String, Integer> hits = new HashMap<>();
    int words = 0;
    for (ChapterText chapter : chapters) {
      for (TextBlock block : chapter.blocks()) {
        if (words < SAMPLE_WORDS) {
          words += count(block.text(), hits);
        }
      }
    }
    String best =
        hits.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(null);
    String tag =
        declared == null ? null : Locale.forLanguageTag(declared.replace('_', '-')).toLanguageTag();
    String language = tag == null ? null : Locale.forLanguageTag(tag).getLanguage();
    boolean convincing = best != null && hits.get(best) >= words * CONVINCING && words > 0;
    boolean contradicts =
        convincing && !best.equals(language) && hits.get(best) > 2 * hits.getOrDefault(language, 0);
    return contradicts || language == null || language.isEmpty() ? (convincing ? best : null) : tag;
  }

  private static int count(String text, Map<String, Integer> hits) {
    int words = 0;
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}]+")) {
      if (word.isEmpty()) {
        continue;
      }
      words++;
      SMALL_WORDS.forEach(
          (language, small) -> hits.merge(language, small.contains(word) ? 1 : 0, Integer::sum));
      String script = script(word.codePointAt(0));
      if (script != null) {
        hits.merge(script, 1, Integer::sum);
      }
    }
    return words;
  }

  private static @Nullable String script(int letter) {
    return switch (Character.UnicodeScript.of(letter)) {
      case CYRILLIC -> "ru";
      case HAN -> "zh";
      case HIRAGANA, KATAKANA -> "ja";
      case HANGUL -> "ko";
      case GREEK -> "el";
      case ARABIC -> "ar";
      case HEBREW -> "he";
      case THAI -> "th";
      default -> null;
    };
  }

  private static Set<String> words(String list) {
    return Set.of(list.split(" "));
  }
}
