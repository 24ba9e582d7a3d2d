package io.millrace.pipelines.book.parse.plain;

import io.millrace.pipelines.book.parse.outline.HeadingLabel;
import io.millrace.pipelines.book.parse.outline.MatterNames;
import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.parse.outline.Titles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells headings from paragraphs by their place: alone between blank lines, short, with a label or
/// in capitals. A block under a label is its title when that is the book's habit.
final class Headlines {

  private static final int LABELLED_RANK = 2;
  private static final int CAPITALS_RANK = 3;
  private static final int LONGEST = 130;
  private static final int LONGEST_TITLE_LINES = 4;

  private final List<LineBlock> blocks;
  private final Set<Integer> labels = new HashSet<>();
  private final boolean titled;

  Headlines(List<LineBlock> blocks) {
    this.blocks = blocks;
    for (int i = 0; i < blocks.size(); i++) {
      if (label(i) != null) {
        labels.add(i);
      }
    }
    titled = titlesFollowLabels();
  }

  /// The headings a block consists of, or null when it is a paragraph.
  @Nullable List<Piece.Heading> at(int index) {
    LineBlock block = blocks.get(index);
    List<Piece.Heading> contents = contentsLines(block);
    if (contents != null) {
      return contents;
    }
    if (labels.contains(index)) {
      return labelled(block);
    }
    if (index > 0
        && labels.contains(index - 1)
        && (titled || isPart(index - 1))
        && isTitle(index)) {
      return List.of(new Piece.Heading(block.joined(), LABELLED_RANK));
    }
    return isDisplayed(block) ? List.of(new Piece.Heading(block.joined(), rank(block))) : null;
  }

  private static int rank(LineBlock block) {
    String text = block.joined();
    boolean capitals = text.equals(text.toUpperCase(Locale.ROOT));
    return isNamed(text) ? LABELLED_RANK : capitals ? CAPITALS_RANK : Piece.Heading.WEAK;
  }

  /// "CHAPTER I" over "THE TITLE" in one block: two lines.
  private static List<Piece.Heading> labelled(LineBlock block) {
    HeadingLabel first = HeadingLabel.of(Titles.oneLine(block.lines().getFirst()), false);
    List<Piece.Heading> lines = new ArrayList<>();
    if (block.lines().size() > 1 && first != null && first.rest().isEmpty()) {
      lines.add(new Piece.Heading(Titles.oneLine(block.lines().getFirst()), LABELLED_RANK));
      List<String> rest = block.lines().subList(1, block.lines().size());
      lines.add(new Piece.Heading(Titles.oneLine(String.join(" ", rest)), LABELLED_RANK));
    } else {
      lines.add(new Piece.Heading(Titles.oneLine(block.joined()), LABELLED_RANK));
    }
    return lines;
  }

  private @Nullable HeadingLabel label(int index) {
    LineBlock block = blocks.get(index);
    if (block.lines().size() > 3 || block.joined().length() > LONGEST) {
      return null;
    }
    HeadingLabel label = HeadingLabel.of(Titles.oneLine(block.lines().getFirst()), false);
    if (label == null) {
      return null;
    }
    // A number alone needs more room than a list's item has.
    boolean roomy =
        label.kind() != HeadingLabel.Kind.BARE
            || block.blanksBefore() > 1
            || label.rest().isEmpty();
    return roomy && (block.lines().size() == 1 || isHeadingCase(block)) ? label : null;
  }

  /// A paragraph may begin with "Book One was …": its second line goes on in small letters to the
  /// margin.
  private static boolean isHeadingCase(LineBlock block) {
    String joined = block.joined();
    return !joined.endsWith(",")
        && (joined.equals(joined.toUpperCase(Locale.ROOT)) || block.blanksBefore() > 1);
  }

  /// Three or more lines that each carry a label are a contents list. It yields weak headings, of
  /// which the finder keeps none.
  private static @Nullable List<Piece.Heading> contentsLines(LineBlock block) {
    long labelled =
        block.lines().stream()
            .filter(line -> HeadingLabel.of(Titles.oneLine(line), true) != null)
            .count();
    if (labelled < 3 || labelled * 2 < block.lines().size() || block.longest() > LONGEST) {
      return null;
    }
    return block.lines().stream()
        .map(line -> new Piece.Heading(Titles.oneLine(line), LABELLED_RANK))
        .toList();
  }

  private boolean titlesFollowLabels() {
    int alone = 0;
    int followed = 0;
    for (int index : labels) {
      HeadingLabel label = label(index);
      if (label != null && label.rest().isEmpty() && blocks.get(index).lines().size() == 1) {
        alone++;
        followed += index + 1 < blocks.size() && isTitle(index + 1) ? 1 : 0;
      }
    }
    return alone > 0 && followed * 10 >= alone * 7;
  }

  private boolean isPart(int index) {
    HeadingLabel label = index < 0 ? null : label(index);
    return label != null && label.kind() == HeadingLabel.Kind.PART;
  }

  /// Short, and with a longer block below.
  private boolean isTitle(int index) {
    LineBlock block = blocks.get(index);
    return block.lines().size() <= LONGEST_TITLE_LINES
        && !labels.contains(index)
        && block.joined().length() <= 2 * LONGEST
        && index + 1 < blocks.size()
        && (!labels.contains(index + 1) || (isPart(index - 1) && block.joined().length() < 60))
        && (!isPart(index - 1) || block.joined().length() < 60)
        && (block.joined().length() < 60
            || blocks.get(index + 1).joined().length() > block.joined().length())
        && !block.joined().matches("^[\"“‘'«].*");
  }

  /// A line that its surroundings set apart: room above and below, and no sentence. A known name
  /// such as "PREFACE" in capitals needs less room.
  private static boolean isDisplayed(LineBlock block) {
    String text = block.joined();
    boolean name =
        isNamed(text) && text.length() < 40 && text.equals(text.toUpperCase(Locale.ROOT));
    boolean room = block.blanksBefore() >= (name ? 1 : 2) && block.lines().size() <= 2;
    boolean letters = text.codePoints().anyMatch(Character::isLetter);
    boolean sentence = !name && text.matches(".*[,;:]$|.*[a-zà-ỹ]\\.$|^[\"“‘'«(\\[].*");
    return room && letters && !sentence && text.length() <= 70;
  }

  private static boolean isNamed(String text) {
    return MatterNames.roleOf(text, true) != null || MatterNames.roleOf(text, false) != null;
  }
}
