package io.millrace.pipelines.book.parse.outline;

import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.SkippedPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the pieces of a book into chapters and left-out parts. The steps: cut the stream at every
/// heading ([Section#cut]), read what the headings say ([HeadReader]), choose the kind of evidence
/// this book offers ([Plan]), then walk the sections once, each either beginning a chapter,
/// beginning something left out, or going on.
public final class ChapterFinder {

  /// Chapters in order and what was left out. `chapters` is empty when no heading was found.
  public record Found(List<ChapterText> chapters, List<SkippedPart> skipped) {}

  /// An unnumbered section between numbered chapters shorter than this is not a chapter of its own.
  private static final int INTERLUDE_WORDS = 200;

  /// The book's title, "by" and a name hold less than this.
  private static final int TITLE_PAGE_WORDS = 40;

  /// An unnumbered, unknown section before the first chapter shorter than this is front matter.
  private static final int OPENING_WORDS = 1500;

  private final Plan plan;
  private final List<Section> sections;
  private final ChapterShelf shelf = new ChapterShelf();
  private final int firstLabelled;
  private final int lastLabelled;
  private final int lastFull;
  private boolean begun;
  private @Nullable Role leaving = Role.FRONT_MATTER;
  private int leavingRank = Integer.MAX_VALUE;

  private ChapterFinder(Plan plan, List<Section> sections) {
    this.plan = plan;
    this.sections = sections;
    int first = -1;
    int last = -1;
    int full = -1;
    for (int i = 0; i < sections.size(); i++) {
      if (plan.starts().contains(sections.get(i))) {
        first = first < 0 ? i : first;
        last = i;
      }
      if (sections.get(i).words() >= TITLE_PAGE_WORDS) {
        full = i;
      }
    }
    firstLabelled = first;
    lastFull = full;
    lastLabelled = last;
  }

  /// Finds the chapters. `known` are the book's title and its authors, which are no headings of
  /// chapters. Linear in the number of pieces.
  public static Found find(List<Piece> pieces, List<String> known) {
    List<Section> sections = Section.cut(pieces);
    ChapterFinder finder = new ChapterFinder(plan(sections, known), sections);
    for (int i = 0; i < sections.size(); i++) {
      finder.place(i);
    }
    return finder.shelf.close();
  }

  private static Plan plan(List<Section> sections, List<String> known) {
    HeadReader.read(sections, known, true, 0);
    boolean numbers = !Plan.numbersAreSections(sections);
    if (!numbers) {
      HeadReader.read(sections, known, false, 0);
    }
    Plan plan = Plan.of(sections);
    if (plan.evidence() == Plan.Evidence.RANK) {
      HeadReader.read(sections, known, numbers, plan.rank());
    }
    return plan;
  }

  private void place(int index) {
    Section section = sections.get(index);
    Heads heads = section.heads();
    Role role = roleAt(index);
    if (role == null) {
      goOn(section);
      return;
    }
    shelf.tail(heads.before(), section.startsFile());
    if (role.isLeftOut()) {
      // "Volume 33" on the title page of collected works is no part of this book.
      shelf.part(null);
    } else if (heads.part() != null) {
      shelf.part(heads.part());
    }
    switch (role) {
      case CHAPTER -> {
        leaving = null;
        begun = true;
        if (heads.part() != null && heads.isEmpty()) {
          // "BOOK I: THE GODS" is a chapter where there are no smaller ones.
          String[] name = heads.part().split(": ", 2);
          shelf.part(null);
          shelf.chapter(name[name.length - 1], String.join(" ", name), section);
        } else {
          shelf.chapter(heads.title(), heads.heading(), section);
        }
      }
      case PART -> {
        if (heads.part() == null) {
          shelf.part(heads.title());
        }
        shelf.leaveOut(section, "title page of a part");
      }
      case FRONT_MATTER, BACK_MATTER, NOTES -> {
        leaving = role;
        leavingRank = heads.isEmpty() ? Integer.MAX_VALUE : heads.rank();
        shelf.leaveOut(section, reason(role));
      }
    }
  }

  private void goOn(Section section) {
    if (leaving != null) {
      shelf.leaveOut(section, reason(leaving));
    } else {
      shelf.goOn(section);
    }
  }

  private static String reason(Role role) {
    return switch (role) {
      case NOTES -> "notes";
      case BACK_MATTER -> "back matter";
      default -> "front matter";
    };
  }

  /// What begins with this section, or null when it goes on with what came before.
  private @Nullable Role roleAt(int index) {
    Section section = sections.get(index);
    Role declared = section.declared().orElse(null);
    if (declared != null && declared.isLeftOut()) {
      return plan.starts().contains(section) ? Role.CHAPTER : declared;
    }
    if (plan.starts().contains(section)) {
      return Role.CHAPTER;
    }
    Heads heads = section.heads();
    if (heads.isEmpty() && heads.part() == null && !section.isMarked()) {
      return declared == Role.CHAPTER && section.words() > 0 && !begun ? Role.CHAPTER : null;
    }
    boolean before = firstLabelled >= 0 ? index < firstLabelled : !begun;
    Role named = heads.isEmpty() ? null : MatterNames.roleOf(heads.title(), before);
    return switch (plan.evidence()) {
      case WORDED, NUMBERED -> besideLabelled(index, section, declared, named);
      case CONTENTS -> byContents(index, section, declared, named);
      case RANK -> byRank(index, section, declared, named);
      case NONE -> null;
    };
  }

  private @Nullable Role besideLabelled(
      int index, Section section, @Nullable Role declared, @Nullable Role named) {
    Heads heads = section.heads();
    boolean listed = plan.depth() > 0 && section.isMarked();
    boolean strongEnough = listed ? section.depth() <= plan.depth() : heads.rank() <= plan.rank();
    if (heads.part() != null && heads.isEmpty()) {
      return section.words() > Plan.PART_PAGE_WORDS && section.isMarked()
          ? Role.CHAPTER
          : Role.PART;
    }
    if (leaving != null && !section.isMarked() && begun && heads.rank() > leavingRank) {
      return null;
    }
    if (named != null && (strongEnough || !begun || isLoneName(section, named))) {
      return named;
    }
    if (index < firstLabelled) {
      boolean opening = strongEnough && section.words() > OPENING_WORDS && section.isMarked();
      return opening ? Role.CHAPTER : Role.FRONT_MATTER;
    }
    if (!strongEnough
        || heads.isBare()
        || (leaving != null && leaving != Role.FRONT_MATTER && index > lastLabelled)) {
      return null;
    }
    if (declared == Role.PART || isPartAbove(index)) {
      return Role.PART;
    }
    boolean sure = section.isMarked() || heads.rank() < Piece.Heading.WEAK;
    return sure && section.words() > INTERLUDE_WORDS ? Role.CHAPTER : null;
  }

  /// "Epilogue" or "FOOTNOTES" alone on a line counts although it is set smaller than the chapters'
  /// headings.
  private static boolean isLoneName(Section section, Role named) {
    return section.words() > 0
        && section.heads().title().length() < 40
        && (named != Role.CHAPTER || section.heads().titles().size() == 1)
        && section.headings().size() == 1;
  }

  /// A contents entry with little text of its own whose next entry stands deeper.
  private boolean isPartAbove(int index) {
    Section section = sections.get(index);
    if (section.words() > Plan.PART_PAGE_WORDS
        || !section.isMarked()
        || index + 1 >= sections.size()) {
      return false;
    }
    Section next = sections.get(index + 1);
    return next.isMarked() && next.depth() > section.depth();
  }

  private @Nullable Role byContents(
      int index, Section section, @Nullable Role declared, @Nullable Role named) {
    boolean listed = section.isMarked() && section.depth() <= plan.depth();
    if (named != null && (listed || section.startsFile())) {
      return named;
    }
    if (!listed) {
      return begun || section.words() == 0 ? null : Role.FRONT_MATTER;
    }
    if (declared == Role.PART || isPartAbove(index)) {
      return Role.PART;
    }
    return section.words() > 0 ? Role.CHAPTER : null;
  }

  private @Nullable Role byRank(
      int index, Section section, @Nullable Role declared, @Nullable Role named) {
    Heads heads = section.heads();
    if (named != null && heads.rank() <= plan.rank()) {
      return named;
    }
    if (!begun && section.words() < TITLE_PAGE_WORDS) {
      return heads.rank() <= plan.rank() && index < lastFull ? Role.FRONT_MATTER : null;
    }
    if (declared == Role.PART || heads.rank() < plan.rank()) {
      return section.words() > Plan.PART_PAGE_WORDS && begun ? Role.CHAPTER : Role.PART;
    }
    return heads.rank() == plan.rank() && section.words() > 0 ? Role.CHAPTER : null;
  }
}
