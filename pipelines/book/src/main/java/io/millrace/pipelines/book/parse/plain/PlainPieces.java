package io.millrace.pipelines.book.parse.plain;

import io.millrace.pipelines.book.parse.outline.MatterNames;
import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.parse.outline.Titles;
import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.TextBlock.Kind;
import io.millrace.pipelines.book.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Turns blocks of lines into pieces: headings, paragraphs, verse, notes. Used by one thread.
final class PlainPieces {

  private static final Pattern ORNAMENT = Pattern.compile("^[\\s*•·.~#_=—–+-]+$");
  private static final Pattern NOTE =
      Pattern.compile("^\\s*(?:\\[\\d{1,3}\\]|\\{\\d{1,3}\\}|\\[Footnote[^\\]]*[\\]:]).*");
  private static final Pattern REFERENCE = Pattern.compile("\\[\\d{1,3}\\]|\\{\\d{1,3}\\}");
  private static final Pattern PICTURE =
      Pattern.compile(
          "^\\[(?:Illustration|Image|Picture|Gravure|Abbildung)\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<![\\p{L}\\p{N}_])_([^_]+)_(?![\\p{L}\\p{N}_])");

  private final TextShape shape;
  private final List<LineBlock> blocks;
  private final Headlines headlines;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean inNote;

  PlainPieces(TextShape shape, List<LineBlock> blocks) {
    this.shape = shape;
    this.blocks = blocks;
    this.headlines = new Headlines(blocks);
  }

  List<Piece> pieces() {
    for (int i = 0; i < blocks.size(); i++) {
      LineBlock block = blocks.get(i);
      String joined = block.joined();
      List<Piece.Heading> headings = headlines.at(i);
      boolean note =
          NOTE.matcher(joined).matches() || (inNote && block.indent() >= 2 && headings == null);
      inNote = note && (block.indent() >= 2 || joined.startsWith("[Footnote"));
      if (note) {
        leaveOut("Notes", "notes", joined);
      } else if (PICTURE.matcher(joined).matches()) {
        leaveOut("Captions", "captions of illustrations", joined);
      } else if (ORNAMENT.matcher(joined).matches()) {
        pieces.add(new Piece.Block(new TextBlock(Kind.SCENE_BREAK, "")));
      } else if (headings != null) {
        headings.forEach(line -> pieces.add(new Piece.Heading(emphasis(line.text()), line.rank())));
      } else if (!MatterNames.isEndMark(joined)
          || !joined.equals(joined.toUpperCase(Locale.ROOT))) {
        text(block);
      }
    }
    return pieces;
  }

  private void leaveOut(String title, String reason, String text) {
    pieces.add(new Piece.LeftOut(title, reason, Words.count(text)));
  }

  private void text(LineBlock block) {
    if (shape.isVerse(block)) {
      List<String> lines = block.lines().stream().map(Titles::oneLine).toList();
      pieces.add(new Piece.Block(new TextBlock(Kind.VERSE, clean(String.join("\n", lines)))));
    } else {
      boolean quote = block.indent() >= 2 && !shape.indented();
      String text = clean(Titles.oneLine(block.joined()));
      pieces.add(new Piece.Block(new TextBlock(quote ? Kind.QUOTE : Kind.PARAGRAPH, text)));
    }
  }

  /// Without note references, and without the underscores that stand for italics.
  static String clean(String text) {
    return emphasis(REFERENCE.matcher(text).replaceAll(""));
  }

  private static String emphasis(String text) {
    return EMPHASIS.matcher(text).replaceAll("$1");
  }
}
