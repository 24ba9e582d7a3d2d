package io.millrace.pipelines.book.parse.html;

import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.parse.outline.Role;
import io.millrace.pipelines.book.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/// Reads a document's elements in order into pieces. Walks without recursion, so that no nesting is
/// too deep. One flow reads one document, on one thread.
public final class HtmlFlow implements NodeFilter {

  private final Map<String, List<Piece.Mark>> marks;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Piece.Mark> waiting = new ArrayList<>();
  private final BlockText text = new BlockText();
  private @Nullable Element heading;
  private boolean afterPicture;

  private HtmlFlow(Map<String, List<Piece.Mark>> marks) {
    this.marks = marks;
  }

  /// The pieces of a document: first a [Piece.Start] with the role its body declares, then its
  /// content. `marks` are what the table of contents says about the document, by fragment; those
  /// under "" stand at its beginning.
  public static List<Piece> read(Element body, Map<String, List<Piece.Mark>> marks) {
    HtmlFlow flow = new HtmlFlow(marks);
    flow.pieces.add(new Piece.Start(true, fileRole(body)));
    flow.pieces.addAll(marks.getOrDefault("", List.of()));
    body.filter(flow);
    flow.flush(body);
    return flow.pieces;
  }

  /// The most specific role on the way down as long as there is but one element.
  private static @Nullable Role fileRole(Element body) {
    Role role = Markup.role(body);
    Element at = body;
    while (at.childrenSize() == 1) {
      at = at.child(0);
      Role found = Markup.role(at);
      role = found == null || at.normalName().equals("p") ? role : found;
    }
    return role;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode words) {
      text.append(words.getWholeText());
      return FilterResult.CONTINUE;
    }
    if (!(node instanceof Element element)) {
      return FilterResult.CONTINUE;
    }
    mark(element.id());
    if (element.normalName().equals("a")
        && element.hasAttr("name")
        && !element.attr("name").equals(element.id())) {
      mark(element.attr("name"));
    }
    if (Markup.isSilent(element) || Markup.isNoteReference(element)) {
      markInside(element);
      return FilterResult.SKIP_ENTIRELY;
    }
    if (Markup.isNote(element) || Markup.isCaption(element)) {
      flush(element);
      markInside(element);
      boolean note = Markup.isNote(element);
      pieces.add(new Piece.LeftOut(note ? "Notes" : "Captions", "", Words.count(element.text())));
      return FilterResult.SKIP_ENTIRELY;
    }
    open(element);
    return FilterResult.CONTINUE;
  }

  private void open(Element element) {
    switch (element.normalName()) {
      case "br" -> text.lineBreak();
      case "img", "image" -> afterPicture = true;
      case "td", "th" -> text.append(" ");
      default -> {
        if (Markup.isBlock(element)) {
          flush(parentOf(element));
          text.begin(element);
        }
        if (text.isBold(element)) {
          text.boldBegins();
        }
        if (Markup.headingRank(element) > 0) {
          heading = element;
        }
      }
    }
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      if (Markup.isBlock(element)) {
        flush(element);
        text.end(element);
        if (element.normalName().equals("hr")) {
          pieces.add(BlockText.SCENE_BREAK);
        }
      }
      if (text.isBold(element)) {
        text.boldEnds();
      }
      if (element.equals(heading)) {
        heading = null;
      }
    }
    return FilterResult.CONTINUE;
  }

  private static Element parentOf(Element element) {
    Element parent = element.parent();
    return parent == null ? element : parent;
  }

  /// A target inside a paragraph marks its end when text stands before it, its beginning when none
  /// does.
  private void mark(String id) {
    List<Piece.Mark> here = id.isEmpty() ? null : marks.get(id);
    if (here != null) {
      if (text.isBlank()) {
        pieces.addAll(here);
      } else {
        waiting.addAll(here);
      }
    }
  }

  private void markInside(Element skipped) {
    if (!marks.isEmpty()) {
      skipped.select("[id]").stream().filter(e -> !e.equals(skipped)).forEach(e -> mark(e.id()));
    }
  }

  private void flush(Element owner) {
    List<Piece> found =
        heading != null
            ? text.heading(Markup.headingRank(heading), afterPicture)
            : text.take(owner);
    if (!found.isEmpty()) {
      afterPicture = false;
    }
    pieces.addAll(found);
    pieces.addAll(waiting);
    waiting.clear();
  }
}
