package io.millrace.pipelines.book.parse.outline;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the numeral of a heading: 12, XII, twelve, twelfth, douze, premier, mười hai.
public final class Numeral {

  /// The longest numeral is three words, as in "mười hai" or "the twenty first".
  static final int MAX_WORDS = 3;

  private static final Pattern ARABIC = Pattern.compile("[0-9]{1,4}");
  // Strict form, so that "MIX" or "CIVIL" are words; up to 399, beyond which no book numbers
  // chapters this way.
  private static final Pattern ROMAN =
      Pattern.compile("(C{0,3})(XC|XL|L?X{0,4})(IX|IV|V?I{0,4})", Pattern.CASE_INSENSITIVE);
  private static final Pattern ROMAN_ORDINAL =
      Pattern.compile(
          "(Ier|Ire|1er|1re|[0-9]+(?:st|nd|rd|th|e|ème|º|ª|\\.))", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Integer> WORDS = new HashMap<>();

  static {
    words(
        1,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
            + " sixteen seventeen eighteen nineteen twenty");
    words(
        1,
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
            + " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
            + " twentieth");
    tens("twenty thirty forty fifty sixty seventy eighty ninety");
    tens("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth");
    words(
        1,
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
            + " dix-sept dix-huit dix-neuf vingt");
    words(
        1,
        "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme"
            + " onzieme douzieme treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme"
            + " dix-neuvieme vingtieme");
    words(1, "premiere seconde");
    tens("vingt trente quarante cinquante soixante");
    words(
        1,
        "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn"
            + " sechzehn siebzehn achtzehn neunzehn zwanzig");
    words(
        1,
        "erstes zweites drittes viertes funftes sechstes siebentes achtes neuntes zehntes elftes"
            + " zwolftes dreizehntes vierzehntes funfzehntes sechzehntes siebzehntes achtzehntes"
            + " neunzehntes zwanzigstes");
    words(
        1,
        "erster zweiter dritter vierter funfter sechster siebenter achter neunter zehnter elfter"
            + " zwolfter");
    words(
        1,
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
            + " dieciseis diecisiete dieciocho diecinueve veinte");
    words(
        1,
        "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo"
            + " duodecimo");
    words(1, "primera segunda tercera cuarta quinta sexta septima octava novena decima");
    words(
        1,
        "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo undicesimo dodicesimo");
    words(1, "primeiro segundo terceiro quarto quinto sexto setimo oitavo nono decimo");
    words(1, "một hai ba bốn năm sáu bảy tám chín mười");
    words(1, "nhất nhì");
    WORDS.put("tư", 4);
    WORDS.put("bẩy", 7);
    WORDS.put("lăm", 5);
    WORDS.put("mốt", 1);
    WORDS.put("erste", 1);
    WORDS.put("second", 2);
  }

  private Numeral() {}

  /// The value of a numeral written alone, or empty when the words are not one. Letter case does
  /// not matter, except that roman numerals must be all capitals or all small letters.
  public static OptionalInt parse(String numeral) {
    String text = numeral.strip();
    if (ARABIC.matcher(text).matches()) {
      return OptionalInt.of(Integer.parseInt(text));
    }
    if (!text.isEmpty() && isOneCase(text) && ROMAN.matcher(text).matches()) {
      return OptionalInt.of(roman(text.toUpperCase(Locale.ROOT)));
    }
    if (ROMAN_ORDINAL.matcher(text).matches()) {
      String digits = text.replaceAll("[^0-9]", "");
      return OptionalInt.of(digits.isEmpty() ? 1 : Integer.parseInt(digits));
    }
    return inWords(text.toLowerCase(Locale.ROOT).replace('-', ' ').split("\\s+"), text);
  }

  private static OptionalInt inWords(String[] parts, String whole) {
    Integer single = word(whole.toLowerCase(Locale.ROOT));
    if (single != null) {
      return OptionalInt.of(single);
    }
    if (parts.length < 2 || parts.length > MAX_WORDS) {
      return OptionalInt.empty();
    }
    return vietnamese(parts).isPresent() ? vietnamese(parts) : tensAndOnes(parts);
  }

  private static OptionalInt tensAndOnes(String[] parts) {
    Integer tens = word(parts[0]);
    Integer ones = word(parts[parts.length - 1]);
    boolean joined = parts.length == 2 || parts[1].equals("et") || parts[1].equals("and");
    if (tens == null || ones == null || !joined || tens < 20 || tens % 10 != 0 || ones > 19) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(tens + ones);
  }

  /// "mười hai" is 12, "hai mươi" 20, "hai mươi ba" 23, "thứ nhất" 1st.
  private static OptionalInt vietnamese(String[] parts) {
    List<String> words = List.of(parts);
    if (words.getFirst().equals("thứ") && words.size() == 2 && word(words.get(1)) != null) {
      return OptionalInt.of(WORDS.get(words.get(1)));
    }
    Integer last = word(words.getLast());
    if (words.getFirst().equals("mười") && words.size() == 2 && last != null && last < 10) {
      return OptionalInt.of(10 + last);
    }
    Integer tens = word(words.getFirst());
    if (words.get(1).equals("mươi") && tens != null && tens < 10) {
      int ones = words.size() == 3 && last != null ? last : 0;
      return OptionalInt.of(tens * 10 + ones);
    }
    return OptionalInt.empty();
  }

  /// Vietnamese words differ by their accents alone; the others are compared without, as printers
  /// drop them on capitals.
  private static @Nullable Integer word(String word) {
    Integer exact = WORDS.get(word);
    return exact != null
        ? exact
        : WORDS.get(Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}", ""));
  }

  private static boolean isOneCase(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT)) || text.equals(text.toLowerCase(Locale.ROOT));
  }

  private static int roman(String text) {
    int value = 0;
    int largest = 0;
    for (int i = text.length() - 1; i >= 0; i--) {
      int digit =
          switch (text.charAt(i)) {
            case 'I' -> 1;
            case 'V' -> 5;
            case 'X' -> 10;
            case 'L' -> 50;
            default -> 100;
          };
      value += digit < largest ? -digit : digit;
      largest = Math.max(largest, digit);
    }
    return value;
  }

  private static void words(int from, String list) {
    int value = from;
    for (String word : list.split(" ")) {
      WORDS.putIfAbsent(word, value++);
    }
  }

  private static void tens(String list) {
    int count = list.split(" ").length;
    for (int i = 0; i < count; i++) {
      WORDS.putIfAbsent(list.split(" ")[i], (i + 2) * 10);
    }
  }
}
