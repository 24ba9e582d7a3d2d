package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.outline.Piece;
import io.millrace.pipelines.book.parse.outline.Titles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitWidthDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageXYZDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/// The document outline ("bookmarks") as marks at heights on pages, in reading order.
record Outline(List<Entry> entries) {

  /// `y` in points from the top of the page; 0 when the entry names only the page.
  record Entry(int page, float y, Piece.Mark mark) {}

  /// No contents list is longer; a damaged outline may be a ring.
  private static final int MOST_ENTRIES = 10_000;

  static Outline read(PDDocument document) {
    PDDocumentOutline root = document.getDocumentCatalog().getDocumentOutline();
    List<Entry> entries = new ArrayList<>();
    if (root == null) {
      return new Outline(entries);
    }
    record Visit(PDOutlineItem item, int depth) {}
    Deque<Visit> stack = new ArrayDeque<>();
    Set<COSBase> seen = new HashSet<>();
    push(root.getFirstChild(), item -> stack.push(new Visit(item, 1)));
    while (!stack.isEmpty() && seen.size() < MOST_ENTRIES) {
      Visit visit = stack.pop();
      if (!seen.add(visit.item().getCOSObject())) {
        continue;
      }
      push(visit.item().getNextSibling(), item -> stack.push(new Visit(item, visit.depth())));
      push(visit.item().getFirstChild(), item -> stack.push(new Visit(item, visit.depth() + 1)));
      add(document, visit.item(), visit.depth(), entries);
    }
    entries.sort(Comparator.comparingInt(Entry::page).thenComparingDouble(Entry::y));
    return new Outline(isPageList(entries) ? List.of() : entries);
  }

  private static void push(
      @org.jspecify.annotations.Nullable PDOutlineItem item,
      java.util.function.Consumer<PDOutlineItem> to) {
    if (item != null) {
      to.accept(item);
    }
  }

  /// Some makers list "Page 1", "Page 2" …, one for each page.
  private static boolean isPageList(List<Entry> entries) {
    long numbered =
        entries.stream()
            .filter(e -> e.mark().label().matches("(?i)(?:page|seite|p\\.)?\\s*\\d+"))
            .count();
    long pages = entries.stream().mapToInt(Entry::page).distinct().count();
    int last = entries.isEmpty() ? 0 : entries.getLast().page();
    return entries.size() > 3
        && numbered == entries.size()
        && pages == entries.size()
        && last < entries.size() + 2;
  }

  private static void add(PDDocument document, PDOutlineItem item, int depth, List<Entry> entries) {
    try {
      PDPage page = item.findDestinationPage(document);
      int index = page == null ? -1 : document.getPages().indexOf(page);
      String title = item.getTitle() == null ? "" : Titles.oneLine(item.getTitle());
      if (index >= 0) {
        float y = page.getCropBox().getUpperRightY() - top(item, page);
        entries.add(new Entry(index, Math.max(0, y), new Piece.Mark(title, depth, false)));
      }
    } catch (IOException | RuntimeException unresolvable) {
      // An entry that leads nowhere is no entry: the other entries still serve.
      return;
    }
  }

  private static float top(PDOutlineItem item, PDPage page) throws IOException {
    float none = page.getCropBox().getUpperRightY();
    var destination = item.getDestination();
    if (destination == null
        && item.getAction()
            instanceof org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo action) {
      destination = action.getDestination();
    }
    int top =
        switch (destination) {
          case PDPageXYZDestination xyz -> xyz.getTop();
          case PDPageFitWidthDestination fit -> fit.getTop();
          case PDPageDestination _ -> -1;
          case null, default -> -1;
        };
    return top < 0 ? none : top;
  }
}
