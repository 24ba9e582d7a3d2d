package io.millrace.pipelines.book.parse.outline;

import io.millrace.pipelines.book.text.TextBlock;
import io.millrace.pipelines.book.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Consecutive headings and marks (`head`) and the text under them (`body`). Filled by one thread
/// while cutting, then only read.
final class Section {

  final List<Piece> head = new ArrayList<>();
  final List<Piece> body = new ArrayList<>();
  private int words;
  private @Nullable Heads heads;

  /// Cuts a stream of pieces before each run of headings, marks and starts. Scene breaks inside a
  /// run (a rule between "STAVE ONE" and its title) belong to the layout and are dropped.
  static List<Section> cut(List<Piece> pieces) {
    List<Section> sections = new ArrayList<>();
    Section current = new Section();
    sections.add(current);
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Block(TextBlock block) when block.kind() == TextBlock.Kind.SCENE_BREAK -> {
          if (!current.body.isEmpty()) {
            current.body.add(piece);
          }
        }
        case Piece.Block(TextBlock block) -> {
          current.body.add(piece);
          current.words += Words.count(block.text());
        }
        case Piece.LeftOut _ -> current.body.add(piece);
        case Piece.Heading _, Piece.Mark _, Piece.Start _ -> {
          if (current.hasText()) {
            current = new Section();
            sections.add(current);
          }
          current.head.add(piece);
        }
      }
    }
    return sections;
  }

  private boolean hasText() {
    return body.stream().anyMatch(Piece.Block.class::isInstance);
  }

  int words() {
    return words;
  }

  void heads(Heads parsed) {
    heads = parsed;
  }

  Heads heads() {
    if (heads == null) {
      throw new IllegalStateException("The heading of a section was asked for before it was read");
    }
    return heads;
  }

  List<Piece.Heading> headings() {
    return head.stream()
        .filter(Piece.Heading.class::isInstance)
        .map(Piece.Heading.class::cast)
        .toList();
  }

  List<Piece.Mark> marks() {
    return head.stream().filter(Piece.Mark.class::isInstance).map(Piece.Mark.class::cast).toList();
  }

  boolean isMarked() {
    return head.stream().anyMatch(Piece.Mark.class::isInstance);
  }

  /// The depth of the deepest mark, which is the one closest to the text; 0 without marks.
  int depth() {
    return marks().stream().mapToInt(Piece.Mark::depth).max().orElse(0);
  }

  boolean startsFile() {
    return head.stream().anyMatch(piece -> piece instanceof Piece.Start start && start.file());
  }

  /// The last, which is the most specific, role that the source declares here.
  Optional<Role> declared() {
    Role role = null;
    for (Piece piece : head) {
      if (piece instanceof Piece.Start start && start.role() != null) {
        role = start.role();
      }
    }
    return Optional.ofNullable(role);
  }
}
