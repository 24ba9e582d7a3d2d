package io.millrace.pipelines.book.parse.pdf;

/// One line of text as printed. Distances in points; `left` and `right` are the edges of its
/// column, `y` the baseline from the page's top. Pages count from 0, columns from 0.
record TextLine(
    int page,
    int column,
    String text,
    float x,
    float end,
    float y,
    float size,
    boolean bold,
    float left,
    float right) {

  /// Whether it stands in the middle of its column with room on both sides.
  boolean isCentred() {
    float before = x - left;
    float after = right - end;
    return before > size
        && after > size
        && Math.abs(before - after) < Math.max(size, 0.08f * (right - left));
  }

  boolean isShort() {
    return end - x < 0.7f * (right - left);
  }

  TextLine withEdges(float newLeft, float newRight) {
    return new TextLine(page, column, text, x, end, y, size, bold, newLeft, newRight);
  }
}
