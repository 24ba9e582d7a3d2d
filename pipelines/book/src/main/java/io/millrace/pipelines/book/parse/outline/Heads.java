package io.millrace.pipelines.book.parse.outline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the headings above a section say together: the part that begins here, the chapter's label,
/// its title lines, and lines that belong to neither (`before` the chapter's heading, `after` it).
record Heads(
    @Nullable String part,
    @Nullable HeadingLabel label,
    List<String> titles,
    int rank,
    List<Line> before,
    List<Line> after) {

  /// A heading line with what it is by its label, if any. `printed` is false for a table of
  /// contents' entry.
  record Line(
      String text, int rank, boolean afterPicture, boolean printed, @Nullable HeadingLabel label) {

    Line withoutNumber() {
      return is(HeadingLabel.Kind.BARE) ? new Line(text, rank, afterPicture, printed, null) : this;
    }

    boolean is(HeadingLabel.Kind kind) {
      return label != null && label.kind() == kind;
    }

    boolean isWeak() {
      return rank >= Piece.Heading.WEAK;
    }
  }

  private static final int CONTENTS_LABELS = 3;

  /// Reads lines in the order they stand. `title` says which line is the chapter's title where
  /// there is no label: lines above it name the part.
  static Heads read(List<Line> lines, Predicate<Line> title) {
    int at = labelAt(lines);
    return at >= 0 ? labelled(lines, at) : unlabelled(lines, title);
  }

  /// Several labels in one run without text between are a contents list that runs into the first
  /// chapter: the last one heads the text. A bare number after a worded label is a section's.
  private static int labelAt(List<Line> lines) {
    int worded = -1;
    int bare = -1;
    int bares = 0;
    int lastBare = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).is(HeadingLabel.Kind.CHAPTER)) {
        worded = i;
      } else if (lines.get(i).is(HeadingLabel.Kind.BARE)) {
        bare = bare < 0 ? i : bare;
        lastBare = i;
        bares++;
      }
    }
    if (worded >= 0) {
      return worded;
    }
    return bares >= CONTENTS_LABELS ? lastBare : bare;
  }

  private static Heads labelled(List<Line> lines, int at) {
    HeadingLabel label = lines.get(at).label();
    List<Line> before = new ArrayList<>(lines.subList(0, at));
    String part = takePart(before);
    List<Line> after = new ArrayList<>(lines.subList(at + 1, lines.size()));
    List<String> titles = new ArrayList<>();
    if (label != null && !label.rest().isEmpty()) {
      titles.add(label.rest());
      takeSameRank(after, lines.get(at).rank(), titles);
    } else {
      takeTitle(after, titles);
    }
    return new Heads(part, label, titles, lines.get(at).rank(), before, after);
  }

  private static Heads unlabelled(List<Line> lines, Predicate<Line> title) {
    List<Line> rest = new ArrayList<>(lines);
    String part = takePart(rest);
    List<String> titles = new ArrayList<>();
    List<Line> before = new ArrayList<>();
    // A weak line above a strong one is the tail of the text before.
    while (rest.size() > 1
        && rest.getFirst().isWeak()
        && rest.stream().anyMatch(l -> !l.isWeak())) {
      before.add(rest.removeFirst());
    }
    if (part == null && rest.stream().anyMatch(title)) {
      part = takeAbove(rest, title);
    }
    int rank = rest.isEmpty() ? Piece.Heading.WEAK : rest.getFirst().rank();
    takeTitle(rest, titles);
    return new Heads(part, null, titles, rank, before, rest);
  }

  private static @Nullable String takeAbove(List<Line> lines, Predicate<Line> title) {
    List<String> above = new ArrayList<>();
    while (!title.test(lines.getFirst())) {
      above.add(Titles.title(lines.removeFirst().text()));
    }
    return above.isEmpty() ? null : String.join(": ", above);
  }

  /// "BOOK ONE", "THE COMING OF THE MARTIANS" → "BOOK ONE: THE COMING OF THE MARTIANS"; taken out
  /// of the lines.
  private static @Nullable String takePart(List<Line> lines) {
    int at = -1;
    for (int i = 0; i < lines.size(); i++) {
      at = lines.get(i).is(HeadingLabel.Kind.PART) ? i : at;
    }
    if (at < 0) {
      return null;
    }
    HeadingLabel label = lines.get(at).label();
    List<Line> tail = lines.subList(at + 1, lines.size());
    StringBuilder part =
        new StringBuilder(label == null ? "" : label.label().replaceFirst("[.:,–—-]+$", ""));
    if (label != null && !label.rest().isEmpty()) {
      part.append(": ").append(Titles.title(label.rest()));
    } else if (!tail.isEmpty() && tail.getFirst().label() == null) {
      part.append(": ").append(Titles.title(tail.removeFirst().text()));
    }
    lines.remove(at);
    return part.toString();
  }

  private static void takeSameRank(List<Line> lines, int rank, List<String> titles) {
    while (!lines.isEmpty()
        && lines.getFirst().rank() == rank
        && !lines.getFirst().isWeak()
        && lines.getFirst().label() == null) {
      titles.add(lines.removeFirst().text());
    }
  }

  private static void takeTitle(List<Line> lines, List<String> titles) {
    if (lines.isEmpty() || lines.getFirst().label() != null) {
      return;
    }
    Line first = lines.removeFirst();
    titles.add(first.text());
    takeSameRank(lines, first.rank(), titles);
  }

  /// The full heading as printed, on one line; null when there is none.
  @Nullable String heading() {
    StringBuilder heading = new StringBuilder(label == null ? "" : label.label());
    titles.forEach(title -> heading.append(heading.isEmpty() ? "" : " ").append(title));
    String text = heading.toString().replaceAll("\\[\\d{1,3}\\]", "").strip();
    return text.isEmpty() ? null : Titles.oneLine(text);
  }

  /// The short title: without the label where there is a title besides.
  String title() {
    return Titles.title(
        titles.isEmpty() && label != null ? label.label() : String.join(" ", titles));
  }

  boolean isWorded() {
    return label != null && label.kind() == HeadingLabel.Kind.CHAPTER;
  }

  boolean isBare() {
    return label != null && label.kind() == HeadingLabel.Kind.BARE;
  }

  boolean isEmpty() {
    return label == null && titles.isEmpty();
  }
}
