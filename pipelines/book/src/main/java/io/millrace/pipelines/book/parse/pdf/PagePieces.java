package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.outline.HeadingLabel;
import io.millrace.pipelines.book.parse.outline.MatterNames;
import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.TextBlock.Kind;
import io.millrace.pipelines.book.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns lines into paragraphs and headings and sets the outline's marks between them. Used by one
/// thread.
final class PagePieces {

  private static final Pattern ORNAMENT = Pattern.compile("^[\\s*•·.~#_=—–+⁂❦-]+$");

  private final TypeSizes sizes;
  private final Hyphenation hyphenation;
  private final List<Outline.Entry> entries;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder paragraph = new StringBuilder();
  private final StringBuilder heading = new StringBuilder();
  private int headingRank;
  private @Nullable TextLine last;
  private int nextEntry;

  PagePieces(TypeSizes sizes, Hyphenation hyphenation, Outline outline) {
    this.sizes = sizes;
    this.hyphenation = hyphenation;
    this.entries = outline.entries();
  }

  List<Piece> pieces(List<List<TextLine>> pages) {
    for (List<TextLine> page : pages) {
      for (int i = 0; i < page.size(); i++) {
        TextLine next = i + 1 < page.size() ? page.get(i + 1) : null;
        line(page.get(i), next, isNoteFrom(page, i));
      }
    }
    endHeading();
    endParagraph();
    while (nextEntry < entries.size()) {
      pieces.add(entries.get(nextEntry++).mark());
    }
    return pieces;
  }

  private void line(TextLine line, @Nullable TextLine next, boolean note) {
    marks(line);
    int rank = note ? 0 : sizes.rank(line, last, next);
    if (note) {
      pieces.add(new Piece.LeftOut("Notes", "notes", Words.count(line.text())));
      return;
    }
    if (rank > 0) {
      endParagraph();
      if (!heading.isEmpty()
          && (rank != headingRank || last == null || gap(line) > 2.2f * line.size())) {
        endHeading();
      }
      headingRank = rank;
      hyphenation.append(heading, line.text());
    } else {
      endHeading();
      if (ORNAMENT.matcher(line.text()).matches()) {
        endParagraph();
        pieces.add(new Piece.Block(new TextBlock(Kind.SCENE_BREAK, "")));
      } else {
        if (beginsParagraph(line)) {
          endParagraph();
        }
        hyphenation.append(paragraph, line.text());
      }
    }
    last = line;
  }

  private void marks(TextLine line) {
    while (nextEntry < entries.size() && isReached(entries.get(nextEntry), line)) {
      endHeading();
      endParagraph();
      pieces.add(entries.get(nextEntry++).mark());
    }
  }

  /// Destinations point a little above the heading, or at its baseline.
  private static boolean isReached(Outline.Entry entry, TextLine line) {
    return line.page() > entry.page() || (line.page() == entry.page() && line.y() >= entry.y() - 2);
  }

  private float gap(TextLine line) {
    return last == null || last.page() != line.page() || last.column() != line.column()
        ? Float.MAX_VALUE
        : line.y() - last.y();
  }

  /// An indented first line, or room above. At the top of a page or column only the indentation
  /// tells.
  private boolean beginsParagraph(TextLine line) {
    boolean indented = line.x() - line.left() > 0.7f * line.size();
    boolean room =
        last != null
            && last.page() == line.page()
            && last.column() == line.column()
            && line.y() - last.y() > 1.4f * sizes.leading();
    return indented || room;
  }

  /// Small type from here to the page's end, beginning with a figure or a star: footnotes.
  private boolean isNoteFrom(List<TextLine> page, int index) {
    int first = index;
    while (first > 0
        && isSmallPrint(page.get(first - 1))
        && page.get(first - 1).column() == page.get(index).column()) {
      first--;
    }
    boolean small = isSmallPrint(page.get(index));
    boolean numbered =
        page.get(first).text().matches("^[\\[(]?(?:\\d{1,3}|[*†‡§])[\\])]?\\s*\\p{L}.*")
            || page.get(first).text().matches("^\\p{L}.{0,3}$");
    if (!small || !numbered || first == 0) {
      return false;
    }
    return page.subList(index, page.size()).stream()
        .filter(line -> line.column() == page.get(index).column())
        .allMatch(this::isSmallPrint);
  }

  private boolean isSmallPrint(TextLine line) {
    return line.size() < 0.9f * sizes.body();
  }

  private void endHeading() {
    if (!heading.isEmpty()) {
      pieces.add(new Piece.Heading(heading.toString(), headingRank));
      heading.setLength(0);
    }
  }

  private void endParagraph() {
    if (!paragraph.isEmpty()) {
      pieces.add(new Piece.Block(new TextBlock(Kind.PARAGRAPH, paragraph.toString())));
      paragraph.setLength(0);
    }
  }

  /// Whether a line at body size says by its words that it is a heading.
  static boolean saysHeading(String text) {
    HeadingLabel label = HeadingLabel.of(text, false);
    boolean labelled =
        label != null && (label.kind() != HeadingLabel.Kind.BARE || label.rest().isEmpty());
    return text.length() < 80
        && (labelled || (text.length() < 30 && MatterNames.roleOf(text, true) != null));
  }
}
