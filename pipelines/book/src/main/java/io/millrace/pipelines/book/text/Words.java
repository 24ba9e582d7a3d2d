package io.millrace.pipelines.book.text;

/// Counts words the same way everywhere, so that figures of different stages can be compared.
public final class Words {

  private Words() {}

  /// The number of whitespace-separated tokens that hold a letter or a digit: a dash or a row of
  /// stars between spaces is no word. Linear, allocates nothing.
  public static int count(CharSequence text) {
    int words = 0;
    boolean counted = false;
    for (int i = 0; i < text.length(); ) {
      int c = Character.codePointAt(text, i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        counted = false;
      } else if (!counted && Character.isLetterOrDigit(c)) {
        counted = true;
        words++;
      }
    }
    return words;
  }
}
