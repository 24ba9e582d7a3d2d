package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.outline.Titles;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Glyphs on one baseline, from left to right.
record Row(List<Glyph> glyphs) {

  /// A gap of this part of the type size parts words. TeX squeezes word spaces to 0.22 em; kerning
  /// stays under 0.1 em.
  private static final float WORD_GAP = 0.16f;

  /// Glyphs within this part of the type size above or below a baseline stand on it, as superior
  /// figures do.
  private static final float BASELINE = 0.42f;

  static List<Row> of(List<Glyph> glyphs) {
    List<Glyph> sorted = new ArrayList<>(glyphs);
    sorted.sort(Comparator.comparingDouble(Glyph::y));
    List<Row> rows = new ArrayList<>();
    List<Glyph> current = new ArrayList<>();
    float baseline = 0;
    float size = 0;
    for (Glyph glyph : sorted) {
      if (!current.isEmpty() && glyph.y() - baseline > BASELINE * Math.max(size, glyph.size())) {
        add(rows, current);
        current = new ArrayList<>();
      }
      if (current.isEmpty()) {
        baseline = glyph.y();
        size = 0;
      }
      size = Math.max(size, glyph.size());
      current.add(glyph);
    }
    add(rows, current);
    return rows;
  }

  private static void add(List<Row> rows, List<Glyph> glyphs) {
    if (glyphs.stream().anyMatch(glyph -> !glyph.isBlank())) {
      glyphs.sort(Comparator.comparingDouble(Glyph::x));
      rows.add(new Row(glyphs));
    }
  }

  boolean isEmpty() {
    return glyphs.stream().allMatch(Glyph::isBlank);
  }

  float x() {
    return glyphs.stream().filter(g -> !g.isBlank()).findFirst().orElse(glyphs.getFirst()).x();
  }

  float end() {
    return (float)
        glyphs.stream().filter(g -> !g.isBlank()).mapToDouble(Glyph::right).max().orElse(0);
  }

  /// The baseline most glyphs stand on.
  float y() {
    float[] all = new float[glyphs.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = glyphs.get(i).y();
    }
    java.util.Arrays.sort(all);
    return all[all.length / 2];
  }

  Row part(float from, float to) {
    return new Row(glyphs.stream().filter(g -> g.x() >= from && g.x() < to).toList());
  }

  boolean hasInk(float from, float to) {
    return glyphs.stream().anyMatch(g -> !g.isBlank() && g.x() >= from && g.x() < to);
  }

  /// Counts the row once at each point from its words' beginnings to their ends.
  void cover(int[] counts, float left) {
    Glyph last = null;
    for (Glyph glyph : glyphs) {
      if (glyph.isBlank()) {
        continue;
      }
      boolean near = last != null && glyph.x() - last.right() < 0.8f * glyph.size();
      float from = near ? last.right() : glyph.x();
      for (int x = Math.round(from - left); x < Math.round(glyph.right() - left); x++) {
        if (x >= 0 && x < counts.length) {
          counts[x]++;
        }
      }
      last = glyph;
    }
  }

  /// Whether words go on across the gutter.
  boolean crosses(float gutter) {
    Glyph before = null;
    for (Glyph glyph : glyphs) {
      if (glyph.isBlank()) {
        continue;
      }
      if (glyph.x() < gutter && glyph.right() > gutter) {
        return true;
      }
      if (glyph.x() >= gutter) {
        return before != null && glyph.x() - before.right() < 0.9f * glyph.size();
      }
      before = glyph;
    }
    return false;
  }

  TextLine line(int page, int column, float left, float right) {
    float size = commonSize();
    long bold = glyphs.stream().filter(g -> !g.isBlank() && g.bold()).count();
    long inked = glyphs.stream().filter(g -> !g.isBlank()).count();
    return new TextLine(
        page, column, text(size), x(), end(), y(), size, bold * 2 > inked, left, right);
  }

  private float commonSize() {
    Map<Float, Integer> counts = new HashMap<>();
    glyphs.stream()
        .filter(g -> !g.isBlank())
        .forEach(g -> counts.merge(Math.round(g.size() * 2) / 2f, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(1f);
  }

  private String text(float size) {
    StringBuilder text = new StringBuilder();
    float baseline = y();
    Glyph last = null;
    for (Glyph glyph : glyphs) {
      if (isReference(glyph, size, baseline)) {
        continue;
      }
      boolean gap =
          last != null && glyph.x() - last.right() > WORD_GAP * Math.max(size, last.size());
      if (gap) {
        text.append(' ');
      }
      text.append(glyph.text());
      last = glyph;
    }
    return Titles.oneLine(plain(text.toString()));
  }

  /// A small figure above the line refers to a note.
  private static boolean isReference(Glyph glyph, float size, float baseline) {
    return glyph.size() < 0.85f * size
        && glyph.y() < baseline - 0.15f * size
        && glyph.text().chars().allMatch(c -> Character.isDigit(c) || c == '*' || c == '†');
  }

  /// Ligatures as letters, accents on their letters. Soft hyphens stay a hyphen until lines are
  /// joined.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean ligature = c >= 0xFB00 && c <= 0xFB06;
              String single = Character.toString(c == 0x00AD ? '-' : c);
              plain.append(ligature ? Normalizer.normalize(single, Normalizer.Form.NFKC) : single);
            });
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }
}
