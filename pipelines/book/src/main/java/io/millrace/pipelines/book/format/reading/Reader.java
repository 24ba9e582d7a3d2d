package io.millrace.pipelines.book.format.reading;

import java.util.List;
import java.util.Locale;

/// Reads the signs of one language. Readers never change, add or leave out a word of the text;
/// where a sign is ambiguous they leave it to the voice. Thread-safe.
public interface Reader {

  /// A paragraph after [Typography#normalise], its numerals, abbreviations and signs as words.
  String read(String paragraph);

  /// The number of a division of a book, such as (`Chapter`, 4) → `Chapter Four`. A blank
  /// `division` stands for the language's word for a chapter.
  String numbered(String division, int number);

  /// The language's words for divisions of a book, in small letters.
  List<String> divisions();

  /// The reader of a language; for one that is not known, a reader that leaves numerals to the
  /// voice.
  static Reader of(Locale language) {
    return switch (language.getLanguage()) {
      case "en", "" -> Readers.ENGLISH;
      case "fr" -> Readers.FRENCH;
      case "vi" -> Readers.VIETNAMESE;
      default -> Readers.NEUTRAL;
    };
  }
}
