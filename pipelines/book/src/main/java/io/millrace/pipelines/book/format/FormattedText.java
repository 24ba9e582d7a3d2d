package io.millrace.pipelines.book.format;

import java.util.List;

/// Narration text: the chapter announcement first, then the paragraphs, one blank line between them
/// and [#LONG_PAUSE] after the announcement and at a scene break. `notes` tell the user what was
/// not done as asked; `chunks` is how many pieces the text was worked on in, of which
/// `fallbackChunks` were formatted offline because the service declined them.
public record FormattedText(String text, List<String> notes, int chunks, int fallbackChunks) {

  /// Two empty lines: a longer silence than between paragraphs, without a sign that a voice might
  /// read.
  public static final String LONG_PAUSE = "\n\n\n";

  public FormattedText {
    notes = List.copyOf(notes);
  }
}
