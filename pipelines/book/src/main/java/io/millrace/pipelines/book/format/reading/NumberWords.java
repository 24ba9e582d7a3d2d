package io.millrace.pipelines.book.format.reading;

import java.util.Map;

/// How a language writes numbers and what it calls the signs around them.
///
/// @param group regular expression of what stands between groups of three digits
/// @param point regular expression of the decimal sign
/// @param pointWord how the decimal sign is read
/// @param decimalsOneByOne whether decimals are always read digit by digit
/// @param to between the ends of a range
/// @param scales regular expression of words that multiply, as in "5 million"
/// @param ofScale what stands between such a word and a currency, as in "cinq millions d'euros"
record NumberWords(
    String group,
    String point,
    String pointWord,
    boolean decimalsOneByOne,
    String to,
    String and,
    String minus,
    String percent,
    String degreesCelsius,
    String degreesFahrenheit,
    String degree,
    String degrees,
    String scales,
    String ofScale,
    Map<String, Currency> currencies) {

  /// Names of a currency and of its hundredth; a blank hundredth is not named.
  record Currency(String one, String many, String smallOne, String smallMany) {}
}
