package io.millrace.pipelines.book.parse.outline;

import io.millrace.pipelines.book.text.TextBlock;
import org.jspecify.annotations.Nullable;

/// What a format's reader hands over, in reading order: text, and everything that hints at where a
/// chapter begins.
public sealed interface Piece {

  /// Running text.
  record Block(TextBlock block) implements Piece {}

  /// A line that looks like a heading. `rank` 1 is the strongest; [#WEAK] and above only look like
  /// one (a centred or lonely line) and count only next to a better sign. `afterPicture` headings
  /// may be captions.
  record Heading(String text, int rank, boolean afterPicture) implements Piece {

    /// Ranks from here on are guesses by layout alone.
    public static final int WEAK = 7;

    public Heading(String text, int rank) {
      this(text, rank, false);
    }

    public boolean isWeak() {
      return rank >= WEAK;
    }
  }

  /// The book's own table of contents points here. `depth` counts from 1; `wholeFile` when the
  /// target has no fragment.
  record Mark(String label, int depth, boolean wholeFile) implements Piece {}

  /// A file of the book begins, or an element that declares what it is (EPUB `epub:type`, ARIA
  /// role).
  record Start(boolean file, @Nullable Role role) implements Piece {}

  /// Text left out where it stands, such as a footnote.
  record LeftOut(String title, String reason, int words) implements Piece {}
}
