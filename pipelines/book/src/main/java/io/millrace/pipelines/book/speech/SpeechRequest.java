package io.millrace.pipelines.book.speech;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to say, in which language and voice (null: the provider's own choice for the language).
/// Blank lines in `text` separate paragraphs, two blank lines in a row ask for a longer pause.
/// `options` are the provider's own, see there; unknown ones are ignored. `previousText` and
/// `nextText` are what stands before and after in the book: services that can use them keep the
/// tone across the border, they are never spoken.
public record SpeechRequest(
    String text,
    Locale language,
    @Nullable String voice,
    Map<String, String> options,
    @Nullable String previousText,
    @Nullable String nextText) {

  public SpeechRequest {
    options = Map.copyOf(options);
  }
}
