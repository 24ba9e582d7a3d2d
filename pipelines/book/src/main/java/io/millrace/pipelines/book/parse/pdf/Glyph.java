package io.millrace.pipelines.book.parse.pdf;

/// One glyph where it stands, in points from the page's top left; `y` is its baseline.
record Glyph(String text, float x, float y, float width, float size, boolean bold) {

  float right() {
    return x + width;
  }

  boolean isBlank() {
    return text.isBlank();
  }
}
