package io.millrace.pipelines.book.parse.gutenberg;

import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A book's pieces without Project Gutenberg's wrapper: `fields` are the header's, empty without
/// one.
public record GutenbergPieces(List<Piece> pieces, Map<String, String> fields) {

  /// The header stands within this share of the book; further on a START line is part of the text.
  private static final int HEADER_SHARE = 4;

  public static GutenbergPieces strip(List<Piece> pieces) {
    int start = -1;
    for (int i = 0; i < pieces.size() / HEADER_SHARE + 1 && i < pieces.size(); i++) {
      start = GutenbergWrapper.isStart(text(pieces.get(i))) ? i : start;
    }
    int end = pieces.size();
    for (int i = start + 1; i < end; i++) {
      end = GutenbergWrapper.isEnd(firstLines(text(pieces.get(i)))) ? i : end;
    }
    if (start < 0 && end == pieces.size()) {
      return new GutenbergPieces(pieces, Map.of());
    }
    List<Piece> kept = new ArrayList<>();
    // What is before the line is dropped, but not that a file begins and what it is.
    pieces.subList(0, start + 1).stream().filter(Piece.Start.class::isInstance).forEach(kept::add);
    kept.addAll(pieces.subList(start + 1, end));
    int words = 0;
    for (Piece piece : pieces.subList(end, pieces.size())) {
      words += Words.count(text(piece));
    }
    if (words > 0) {
      kept.add(new Piece.LeftOut("Project Gutenberg licence", "licence", words));
    }
    return new GutenbergPieces(kept, GutenbergWrapper.fields(lines(pieces.subList(0, start + 1))));
  }

  private static List<String> lines(List<Piece> pieces) {
    List<String> lines = new ArrayList<>();
    pieces.forEach(piece -> text(piece).lines().forEach(lines::add));
    return lines;
  }

  private static String firstLines(String text) {
    return text.length() > 400 ? text.substring(0, 400) : text;
  }

  private static String text(Piece piece) {
    return switch (piece) {
      case Piece.Block(var block) -> block.text();
      case Piece.Heading heading -> heading.text();
      case Piece.Mark _, Piece.Start _, Piece.LeftOut _ -> "";
    };
  }
}
