package io.millrace.pipelines.book.text;

/// A paragraph or its like: `text` has no markup, single spaces, and no line breaks except in
/// [Kind#VERSE], where each line of the verse is a line. A [Kind#SCENE_BREAK] has the empty text.
public record TextBlock(Kind kind, String text) {

  public enum Kind {
    PARAGRAPH,
    VERSE,
    QUOTE,
    /// A heading inside a chapter, such as a section's.
    HEADING,
    /// A blank or a row of stars between scenes: a pause for the voice, no words.
    SCENE_BREAK
  }
}
