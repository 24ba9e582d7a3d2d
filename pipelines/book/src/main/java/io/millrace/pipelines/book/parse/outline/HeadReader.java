package io.millrace.pipelines.book.parse.outline;

import io.millrace.pipelines.book.parse.outline.Heads.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Reads the headings of all sections of a book together, because some lines only make sense in
/// numbers: the author and the title of the book printed above every chapter are no part of its
/// heading.
final class HeadReader {

  private static final int REPEATED = 3;
  private static final int LONGEST_RUN = 200;

  private HeadReader() {}

  /// Gives every section its [Heads]. `known` are the book's title and authors. Without `numbers`,
  /// a number alone is no chapter's label. `titleRank` is the rank of the chapters' titles where
  /// they have no label, 0 while unknown: the contents list tells then.
  static void read(List<Section> sections, List<String> known, boolean numbers, int titleRank) {
    Set<String> running = runningLines(sections);
    Set<String> knownKeys = new HashSet<>();
    known.forEach(text -> knownKeys.add(Titles.key(text)));
    for (Section section : sections) {
      List<Line> kept =
          lines(section).stream()
              .filter(line -> line.label() != null || !running.contains(Titles.key(line.text())))
              .map(line -> numbers ? line : line.withoutNumber())
              .toList();
      List<Line> own =
          kept.stream().filter(line -> !knownKeys.contains(Titles.key(line.text()))).toList();
      Predicate<Line> title =
          titleRank > 0 ? line -> line.rank() == titleRank : listedLast(section);
      section.heads(Heads.read(own.isEmpty() ? kept : own, title));
    }
  }

  /// Where marks of several depths stand together, the deepest and last names the chapter.
  private static Predicate<Line> listedLast(Section section) {
    List<Piece.Mark> marks = section.marks();
    boolean nested = marks.size() > 1 && marks.getLast().depth() > marks.getFirst().depth();
    String key = nested ? Titles.key(marks.getLast().label()) : "";
    return line -> !key.isEmpty() && key.equals(Titles.key(line.text()));
  }

  private static Set<String> runningLines(List<Section> sections) {
    Map<String, Integer> counts = new HashMap<>();
    int headed = 0;
    for (Section section : sections) {
      Set<String> keys = new HashSet<>();
      section.headings().forEach(heading -> keys.add(Titles.key(heading.text())));
      keys.forEach(key -> counts.merge(key, 1, Integer::sum));
      headed += keys.size() > 1 ? 1 : 0;
    }
    Set<String> running = new HashSet<>();
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      if (entry.getValue() >= REPEATED && entry.getValue() * 2 > headed) {
        running.add(entry.getKey());
      }
    }
    return running;
  }

  /// The printed lines, and before them each contents entry that no printed line repeats.
  private static List<Line> lines(Section section) {
    List<Line> printed = new ArrayList<>();
    StringBuilder keys = new StringBuilder();
    for (Piece.Heading heading : last(section.headings())) {
      if (!Titles.key(heading.text()).isEmpty()) {
        HeadingLabel label = HeadingLabel.of(heading.text(), !heading.isWeak());
        printed.add(new Line(heading.text(), heading.rank(), heading.afterPicture(), true, label));
        keys.append(Titles.key(heading.text()));
      }
    }
    if (printed.size() > 1 || !section.isMarked()) {
      removeEndMarks(printed);
    }
    boolean strong = printed.stream().anyMatch(line -> !line.isWeak() || line.label() != null);
    boolean onlyLabels =
        strong
            && printed.stream()
                .allMatch(line -> line.label() != null && line.label().rest().isEmpty());
    List<Line> lines = new ArrayList<>();
    List<Line> titles = new ArrayList<>();
    for (Piece.Mark mark : last(section.marks())) {
      String key = Titles.key(mark.label());
      boolean repeated = keys.indexOf(key) >= 0 || (key.length() > 2 && covers(key, printed));
      if (!key.isEmpty() && !repeated) {
        Line line =
            new Line(mark.label(), mark.depth(), false, false, HeadingLabel.of(mark.label(), true));
        if (!strong) {
          lines.add(line);
        } else if (onlyLabels && line.label() == null) {
          titles.add(line);
        }
      }
    }
    lines.addAll(printed);
    lines.addAll(titles);
    return lines;
  }

  /// No heading has more lines; a longer run is a contents list, whose end is enough.
  private static <T> List<T> last(List<T> lines) {
    return lines.subList(Math.max(0, lines.size() - LONGEST_RUN), lines.size());
  }

  /// "THE END" ends the text above; under a label it may be the title of the last chapter.
  private static void removeEndMarks(List<Line> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      boolean title = i > 0 && lines.get(i - 1).label() != null;
      if (!title && MatterNames.isEndMark(lines.get(i).text())) {
        lines.remove(i);
      }
    }
  }

  private static boolean covers(String key, List<Line> printed) {
    return printed.stream()
        .map(line -> Titles.key(line.text()))
        .anyMatch(line -> line.length() > 2 && key.contains(line));
  }
}
