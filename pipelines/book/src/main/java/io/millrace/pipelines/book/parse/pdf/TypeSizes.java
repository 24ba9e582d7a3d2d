package io.millrace.pipelines.book.parse.pdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The sizes of type a book is set in, in points: `body` is the one most text has, `leading` the
/// usual distance of its lines; larger sizes rank as headings, the largest first.
record TypeSizes(float body, float leading, List<Float> larger) {

  /// Sizes this much above the body's are display type.
  private static final float DISPLAY = 1.12f;

  private static final int BOLD_RANK = 6;
  private static final int WEAK_RANK = 7;
  private static final int LONGEST_HEADING = 200;

  static TypeSizes of(List<List<TextLine>> pages) {
    Map<Float, Integer> letters = new HashMap<>();
    Map<Integer, Integer> distances = new HashMap<>();
    for (List<TextLine> page : pages) {
      for (int i = 0; i < page.size(); i++) {
        letters.merge(page.get(i).size(), page.get(i).text().length(), Integer::sum);
        if (i > 0 && page.get(i).column() == page.get(i - 1).column()) {
          distances.merge(Math.round((page.get(i).y() - page.get(i - 1).y()) * 2), 1, Integer::sum);
        }
      }
    }
    float body =
        letters.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse(10f);
    float leading =
        distances.entrySet().stream()
            .filter(e -> e.getKey() > body)
            .max(Map.Entry.comparingByValue())
            .map(e -> e.getKey() / 2f)
            .orElse(body * 1.2f);
    TreeSet<Float> larger =
        new TreeSet<>(letters.keySet().stream().filter(size -> size >= body * DISPLAY).toList());
    return new TypeSizes(body, leading, List.copyOf(larger.descendingSet()));
  }

  /// The rank of a line as a heading: 1 to 5 by size, 6 for bold type, 7 for a lonely line that
  /// says it is one; 0 for running text.
  int rank(TextLine line, @Nullable TextLine above, @Nullable TextLine below) {
    if (line.text().length() > LONGEST_HEADING
        || line.text().codePoints().noneMatch(Character::isLetterOrDigit)) {
      return 0;
    }
    int at = larger.indexOf(line.size());
    // A drop capital is large but no heading.
    if (at >= 0 && (line.text().length() > 1 || PagePieces.saysHeading(line.text()))) {
      return Math.min(5, at + 1);
    }
    boolean roomAbove =
        above == null
            || above.page() != line.page()
            || above.column() != line.column()
            || line.y() - above.y() > 1.35f * leading;
    boolean roomBelow =
        below == null || below.column() != line.column() || below.y() - line.y() > 1.2f * leading;
    if (line.bold() && roomAbove && line.isShort() && line.size() >= body * 0.95f) {
      return BOLD_RANK;
    }
    boolean lonely = roomAbove && roomBelow && line.isShort();
    boolean says = PagePieces.saysHeading(line.text()) && (line.isCentred() || lonely);
    return lonely && says ? WEAK_RANK : 0;
  }
}
