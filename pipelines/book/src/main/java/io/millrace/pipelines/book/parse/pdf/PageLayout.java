package io.millrace.pipelines.book.parse.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts a page's glyphs into lines in reading order: finds the gutter of two columns, reads the
/// left column before the right one, and lines across both where they stand. Remembers the gutter
/// of earlier pages, because a chapter's last page may have too few lines to show it. Used by one
/// thread.
final class PageLayout {

  private static final int FEWEST_ROWS = 6;

  private float usualGutter = -1;
  private float usualRightColumn = Float.MAX_VALUE;

  List<TextLine> lines(List<Glyph> glyphs, int page) {
    List<Glyph> inked =
        glyphs.stream().filter(glyph -> !glyph.isBlank() || glyph.width() > 0).toList();
    List<Row> rows = Row.of(inked);
    if (rows.isEmpty()) {
      return List.of();
    }
    float gutter = gutter(rows);
    if (gutter >= 0) {
      usualGutter = gutter;
    } else if (usualGutter >= 0
        && rows.stream().filter(row -> row.crosses(usualGutter)).count() * 4 <= rows.size()) {
      gutter = usualGutter;
    }
    return gutter < 0 ? single(rows, page) : columns(rows, gutter, page);
  }

  private static List<TextLine> single(List<Row> rows, int page) {
    float left = left(rows);
    float right = right(rows);
    return rows.stream().map(row -> row.line(page, 0, left, right)).toList();
  }

  private static float left(List<Row> rows) {
    return (float) rows.stream().mapToDouble(Row::x).min().orElse(0);
  }

  private static float right(List<Row> rows) {
    return (float) rows.stream().mapToDouble(Row::end).max().orElse(0);
  }

  /// The x in the middle half of the text that almost no row's ink covers while many rows have ink
  /// on both sides; -1 when there is none.
  private static float gutter(List<Row> rows) {
    float left = left(rows);
    float width = right(rows) - left;
    int bins = Math.clamp((long) width, 1, 5000);
    if (rows.size() < FEWEST_ROWS) {
      return -1;
    }
    int[] covered = new int[bins + 1];
    for (Row row : rows) {
      row.cover(covered, left);
    }
    int best = -1;
    int run = 0;
    int bestRun = 0;
    for (int x = bins / 4; x <= bins * 3 / 4; x++) {
      run = covered[x] * 8 <= rows.size() ? run + 1 : 0;
      if (run > bestRun) {
        bestRun = run;
        best = x - run / 2;
      }
    }
    if (bestRun < 4) {
      return -1;
    }
    float at = left + best;
    long before = rows.stream().filter(row -> row.hasInk(left, at)).count();
    long after = rows.stream().filter(row -> row.hasInk(at, left + width)).count();
    boolean both = before >= FEWEST_ROWS / 2 && after * 3 >= before;
    return both && fillsColumn(rows, left, at) ? at : -1;
  }

  /// In a real column lines reach the gutter; in a table or a list of contents they end anywhere.
  private static boolean fillsColumn(List<Row> rows, float left, float gutter) {
    List<Row> halves =
        rows.stream().map(row -> row.part(left, gutter)).filter(row -> !row.isEmpty()).toList();
    double end = halves.stream().mapToDouble(Row::end).max().orElse(0);
    long full = halves.stream().filter(row -> row.end() > end - 0.25 * (end - left)).count();
    return full * 2 > halves.size();
  }

  private List<TextLine> columns(List<Row> rows, float gutter, int page) {
    List<Row> across = rows.stream().filter(row -> row.crosses(gutter)).toList();
    List<Glyph> leftGlyphs = new ArrayList<>();
    List<Glyph> rightGlyphs = new ArrayList<>();
    rows.stream()
        .filter(row -> !row.crosses(gutter))
        .forEach(
            row -> row.glyphs().forEach(g -> (g.x() < gutter ? leftGlyphs : rightGlyphs).add(g)));
    List<Row> leftRows = Row.of(leftGlyphs);
    List<Row> rightRows = Row.of(rightGlyphs);
    float left = left(rows);
    float right = right(rows);
    // A lone indented line does not show where its column begins.
    float rightColumn = left(rightRows);
    boolean lone = rightColumn - usualRightColumn > 0 && usualRightColumn > gutter;
    rightColumn = lone ? usualRightColumn : rightColumn;
    usualRightColumn = rightRows.isEmpty() ? usualRightColumn : rightColumn;
    List<TextLine> lines = new ArrayList<>();
    float from = Float.NEGATIVE_INFINITY;
    for (int i = 0; i <= across.size(); i++) {
      float to = i < across.size() ? across.get(i).y() : Float.POSITIVE_INFINITY;
      add(lines, leftRows, from, to, page, 0, left, right(leftRows));
      add(lines, rightRows, from, to, page, 1, rightColumn, right);
      if (i < across.size()) {
        lines.add(across.get(i).line(page, 0, left, right));
      }
      from = to;
    }
    return lines;
  }

  private static void add(
      List<TextLine> lines,
      List<Row> rows,
      float from,
      float to,
      int page,
      int column,
      float left,
      float right) {
    rows.stream()
        .filter(row -> row.y() >= from && row.y() < to)
        .sorted(Comparator.comparingDouble(Row::y))
        .forEach(row -> lines.add(row.line(page, column, left, right)));
  }
}
