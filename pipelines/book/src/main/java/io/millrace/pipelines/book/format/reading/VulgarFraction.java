package io.millrace.pipelines.book.format.reading;

/// A fraction that is one character, such as ¾.
record VulgarFraction(int over, int under) {

  /// A whole number, if any, and the sign.
  static final String REGEX = "(\\d*)(?:(?<=\\d) )?([½¼¾⅓⅔⅛⅜⅝⅞])";

  private static final String SIGNS = "½¼¾⅓⅔⅛⅜⅝⅞";
  private static final int[] OVER = {1, 1, 3, 1, 2, 1, 3, 5, 7};
  private static final int[] UNDER = {2, 4, 4, 3, 3, 8, 8, 8, 8};

  static VulgarFraction of(String sign) {
    int at = SIGNS.indexOf(sign);
    return new VulgarFraction(OVER[at], UNDER[at]);
  }
}
