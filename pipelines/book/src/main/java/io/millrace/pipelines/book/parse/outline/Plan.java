package io.millrace.pipelines.book.parse.outline;

import io.millrace.pipelines.book.parse.outline.HeadingLabel.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Decides what marks a chapter in this book: the best evidence wins, and only that counts. `rank`
/// is the weakest rank of a chapter's heading, `depth` the deepest chapter in the table of contents
/// (0: it has none), `starts` the sections that begin a chapter by their label.
record Plan(Evidence evidence, int rank, int depth, Set<Section> starts) {

  enum Evidence {
    /// Headings such as "Chapter 3".
    WORDED,
    /// Headings that are numbers, counting up.
    NUMBERED,
    /// The book's own table of contents.
    CONTENTS,
    /// Unnumbered headings of the same rank.
    RANK,
    NONE
  }

  /// A part's own page holds less than this; more is a text of its own.
  static final int PART_PAGE_WORDS = 300;

  /// Whether numbers alone head sections of chapters that have names: they start again under each
  /// of several stronger headings, or the contents list names chapters and few of the numbers.
  static boolean numbersAreSections(List<Section> sections) {
    List<Section> open = open(sections);
    List<Section> numbered = sequence(open);
    if (numbered.size() < 2) {
      return false;
    }
    long marked = open.stream().filter(Section::isMarked).count();
    long listed = numbered.stream().filter(Section::isMarked).count();
    return isBelowTitles(numbered, open) || (marked > 2 && listed * 2 < numbered.size());
  }

  private static List<Section> open(List<Section> sections) {
    return sections.stream().filter(s -> !s.declared().map(Role::isLeftOut).orElse(false)).toList();
  }

  static Plan of(List<Section> sections) {
    List<Section> open = open(sections);
    List<Section> marked = open.stream().filter(Section::isMarked).toList();
    List<Section> worded =
        open.stream().filter(s -> s.heads().isWorded() && s.words() > 0).toList();
    List<Section> numbered = sequence(open);
    if (worded.isEmpty()) {
      List<Section> parts =
          open.stream()
              .filter(s -> s.heads().part() != null && s.words() > PART_PAGE_WORDS)
              .toList();
      worded = parts.size() > 1 && numbered.size() <= parts.size() ? parts : List.of();
    }
    worded = withoutContents(worded);
    if (worded.size() > 1 || (worded.size() == 1 && numbered.size() < 2 && marked.size() < 2)) {
      return labelled(Evidence.WORDED, worded, marked);
    }
    if (numbered.size() > 1) {
      return labelled(Evidence.NUMBERED, numbered, marked);
    }
    if (!marked.isEmpty()) {
      return new Plan(Evidence.CONTENTS, 0, contentsDepth(sections), Set.of());
    }
    int rank = bestRank(open);
    return new Plan(rank > 0 ? Evidence.RANK : Evidence.NONE, rank, 0, Set.of());
  }

  /// A contents list whose entries stand apart runs into the front matter: its last entries look
  /// like chapters. They come before chapter 1 although they do not begin with it, or the same
  /// heading comes again.
  private static List<Section> withoutContents(List<Section> worded) {
    int restart = 1;
    while (restart < worded.size()
        && number(worded.get(restart)) > number(worded.get(restart - 1))) {
      restart++;
    }
    if (restart >= worded.size() || number(worded.get(restart)) != 1) {
      return worded;
    }
    List<Section> rest = worded.subList(restart, worded.size());
    Set<String> headings = new HashSet<>();
    rest.forEach(s -> headings.add(Titles.key(String.valueOf(s.heads().heading()))));
    boolean again =
        worded.subList(0, restart).stream()
                .filter(s -> !s.heads().titles().isEmpty())
                .filter(s -> headings.contains(Titles.key(String.valueOf(s.heads().heading()))))
                .count()
            == restart;
    boolean late = number(worded.getFirst()) > 1;
    return (late && worded.get(restart).heads().part() == null) || again ? rest : worded;
  }

  private static int number(Section section) {
    HeadingLabel label = section.heads().label();
    return label == null ? 0 : label.number();
  }

  private static Plan labelled(Evidence evidence, List<Section> found, List<Section> marked) {
    List<Section> listed = found.stream().filter(Section::isMarked).toList();
    // A contents list that leaves out most chapters is no guide to them.
    boolean guided = listed.size() * 2 >= found.size() && !marked.isEmpty();
    int rank = commonRank(guided ? listed : found);
    Predicate<Section> fits =
        s -> s.heads().rank() <= rank && (!guided || s.isMarked() || s.words() > 50);
    Set<Section> starts = new HashSet<>(found.stream().filter(fits).toList());
    starts.addAll(listed);
    int depth = guided ? listed.stream().mapToInt(Section::depth).max().orElse(0) : 0;
    return new Plan(evidence, rank, depth, starts);
  }

  /// The weakest rank that at least a tenth of the headings share: one stray weak line does not
  /// lower the bar.
  private static int commonRank(List<Section> sections) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    sections.forEach(s -> counts.merge(s.heads().rank(), 1, Integer::sum));
    int rank = counts.firstKey();
    for (var entry : counts.entrySet()) {
      rank = entry.getValue() * 10 >= sections.size() ? entry.getKey() : rank;
    }
    return rank;
  }

  /// Bare numbers count only while they count up by one, or start again at 1.
  private static List<Section> sequence(List<Section> sections) {
    List<Section> chain = new ArrayList<>();
    int last = 0;
    for (Section section : sections) {
      if (!section.heads().isBare() || section.words() == 0 || section.heads().label() == null) {
        continue;
      }
      int number = section.heads().label().number();
      if (number == last + 1 || (number == 1 && last > 1)) {
        chain.add(section);
        last = number;
      }
    }
    return chain;
  }

  /// Numbers that start again under each of several unnumbered, stronger headings are sections of
  /// stories.
  private static boolean isBelowTitles(List<Section> numbered, List<Section> open) {
    int rank = commonRank(numbered);
    long restarts = numbered.stream().filter(Plan::isFirst).count();
    boolean parts = open.stream().anyMatch(s -> s.heads().part() != null);
    long titles =
        open.stream()
            .filter(
                s ->
                    s.headings().stream()
                        .anyMatch(h -> h.rank() < rank && HeadingLabel.of(h.text(), true) == null))
            .count();
    return !parts && restarts > 1 && titles >= restarts;
  }

  private static boolean isFirst(Section section) {
    HeadingLabel label = section.heads().label();
    return label != null && label.number() == 1 && label.kind() == Kind.BARE;
  }

  /// The depth at which most text stands: entries above it that hold little text of their own are
  /// parts.
  private static int contentsDepth(List<Section> sections) {
    int deepest = sections.stream().mapToInt(Section::depth).max().orElse(1);
    for (int depth = 1; depth < deepest; depth++) {
      long own = 0;
      long below = 0;
      for (Section section : sections) {
        if (section.isMarked() && section.depth() <= depth) {
          own += section.words();
        } else if (section.isMarked()) {
          below += section.words();
        }
      }
      if (own >= below) {
        return depth;
      }
    }
    return deepest;
  }

  /// Among ranks whose headings have text under them, the one that most sections have; the stronger
  /// on a tie. A line that only looks like a heading counts when there is no real one.
  private static int bestRank(List<Section> sections) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (Section section : sections) {
      boolean front = MatterNames.roleOf(section.heads().title(), true) == Role.FRONT_MATTER;
      if (!section.heads().isEmpty() && !front && section.words() > 0) {
        Set<Integer> ranks = new HashSet<>();
        // Numbers alone would have been better evidence, had they counted up.
        section.headings().stream()
            .filter(heading -> HeadingLabel.of(heading.text(), true) == null)
            .forEach(heading -> ranks.add(heading.rank()));
        ranks.forEach(rank -> counts.merge(rank, 1, Integer::sum));
      }
    }
    int best = 0;
    for (var entry : counts.entrySet()) {
      boolean weak = entry.getKey() >= Piece.Heading.WEAK;
      boolean more =
          best == 0 || (entry.getValue() > counts.get(best) && (!weak || counts.get(best) < 2));
      best = more ? entry.getKey() : best;
    }
    return best;
  }
}
