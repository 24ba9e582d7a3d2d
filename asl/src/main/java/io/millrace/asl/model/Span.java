package io.millrace.asl.model;

/// Where something stands in the definition's text.
///
/// @param pointer JSON pointer from the document's root, for example `/States/Narrate/Retry/0`
/// @param line 1-based line of its first character
/// @param column 1-based column of its first character, in UTF-16 code units
public record Span(String pointer, int line, int column) {
  @Override
  public String toString() {
    return pointer.isEmpty() ? line + ":" + column : pointer + " (" + line + ":" + column + ")";
  }
}
