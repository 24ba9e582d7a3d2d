package io.millrace.pipelines.book.parse.outline;

import io.millrace.pipelines.book.text.ChapterText;
import io.millrace.pipelines.book.text.SkippedPart;
import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.TextBlock.Kind;
import io.millrace.pipelines.book.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers chapters and left-out parts while the finder walks. Used by one thread.
final class ChapterShelf {

  private final List<ChapterText> chapters = new ArrayList<>();
  private final List<SkippedPart> skipped = new ArrayList<>();
  private final Map<String, Integer> notes = new LinkedHashMap<>();
  private @Nullable String part;
  private @Nullable String title;
  private @Nullable String heading;
  private List<TextBlock> blocks = new ArrayList<>();

  void part(@Nullable String name) {
    finish();
    part = name;
  }

  void chapter(String newTitle, @Nullable String newHeading, Section section) {
    finish();
    title = newTitle.isEmpty() ? "Chapter " + (chapters.size() + 1) : newTitle;
    heading = newHeading;
    subheadings(section.heads().after());
    text(section);
  }

  /// More text of the chapter at hand; its headings are a section's.
  void goOn(Section section) {
    for (Piece.Heading line : section.headings()) {
      boolean caption =
          line.afterPicture() && HeadingLabel.of(line.text(), true) == null && !line.isWeak();
      if (caption) {
        note("Captions", Words.count(line.text()));
      } else if (!MatterNames.isEndMark(line.text())) {
        add(
            new TextBlock(
                line.isWeak() ? Kind.PARAGRAPH : Kind.HEADING, Titles.oneLine(line.text())));
      }
    }
    text(section);
  }

  /// Lines above a chapter's heading that are not part of it end the text before, unless a new file
  /// begins: then they are running titles.
  void tail(List<Heads.Line> lines, boolean newFile) {
    boolean printedTail =
        lines.stream().allMatch(line -> line.printed() && line.isWeak() && line.label() == null);
    if (title == null || newFile || !printedTail) {
      return;
    }
    for (Heads.Line line : lines) {
      if (!MatterNames.isEndMark(line.text())) {
        add(new TextBlock(Kind.PARAGRAPH, Titles.oneLine(line.text())));
      }
    }
  }

  void leaveOut(Section section, String reason) {
    finish();
    String name = section.heads().title();
    int words = section.words();
    boolean goesOn = name.isEmpty() || section.heads().isEmpty();
    if (goesOn && !skipped.isEmpty() && skipped.getLast().reason().equals(reason)) {
      SkippedPart last = skipped.removeLast();
      skipped.add(new SkippedPart(last.title(), reason, last.words() + words));
    } else if (words > 0) {
      skipped.add(new SkippedPart(goesOn ? "Untitled" : name, reason, words));
    }
    section.body.forEach(this::countLeftOut);
  }

  ChapterFinder.Found close() {
    finish();
    notes.forEach(
        (name, words) -> skipped.add(new SkippedPart(name, "left out where it stands", words)));
    return new ChapterFinder.Found(List.copyOf(chapters), List.copyOf(skipped));
  }

  private void subheadings(List<Heads.Line> lines) {
    for (Heads.Line line : lines) {
      if (line.printed()) {
        add(
            new TextBlock(
                line.isWeak() ? Kind.PARAGRAPH : Kind.HEADING, Titles.oneLine(line.text())));
      }
    }
  }

  private void text(Section section) {
    for (Piece piece : section.body) {
      if (piece instanceof Piece.Block(TextBlock block)) {
        add(block);
      }
      countLeftOut(piece);
    }
  }

  private void countLeftOut(Piece piece) {
    if (piece instanceof Piece.LeftOut(String name, String _, int words)) {
      note(name, words);
    }
  }

  private void note(String name, int words) {
    notes.merge(name, words, Integer::sum);
  }

  private void add(TextBlock block) {
    boolean pause = block.kind() == Kind.SCENE_BREAK;
    if (pause && (blocks.isEmpty() || blocks.getLast().kind() == Kind.SCENE_BREAK)) {
      return;
    }
    blocks.add(block);
  }

  /// Ends the chapter at hand: without pauses and "THE END" at its end. A chapter without words is
  /// no chapter: an audiobook would get a mark without sound.
  private void finish() {
    if (title != null) {
      while (!blocks.isEmpty() && isEnding(blocks.getLast())) {
        blocks.removeLast();
      }
      ChapterText chapter = new ChapterText(chapters.size() + 1, title, heading, part, blocks);
      if (chapter.words() > 0) {
        chapters.add(chapter);
      } else {
        skipped.add(new SkippedPart(title, "no text under this heading", 0));
      }
    }
    title = null;
    heading = null;
    blocks = new ArrayList<>();
  }

  private static boolean isEnding(TextBlock block) {
    return block.kind() == Kind.SCENE_BREAK || MatterNames.isEndMark(block.text());
  }
}
