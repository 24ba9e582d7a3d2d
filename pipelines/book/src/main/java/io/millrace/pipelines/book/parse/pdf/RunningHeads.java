package io.millrace.pipelines.book.parse.pdf;

import io.millrace.pipelines.book.parse.outline.Titles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes running heads, running feet and page numbers off the pages. What stands in the first or
/// last lines of several pages at the same height, saying the same but for the page number, is one;
/// a line in larger type is none.
final class RunningHeads {

  private static final int EDGE_LINES = 2;
  private static final Pattern PAGE_NUMBER =
      Pattern.compile(
          "^[\\s\\[(–—·|-]*(?:page\\s+)?(?:\\d{1,4}|[ivxlc]{1,7})(?:\\s+of\\s+\\d+)?[\\s\\])–—·|-]*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern EDGE_NUMBER =
      Pattern.compile("^\\s*(\\d{1,4})\\b|\\b(\\d{1,4})\\s*$");

  private final float bodySize;
  private final int offset;
  private final Map<String, Set<Integer>> pagesByKey = new HashMap<>();
  private final Map<Integer, Integer> repeatsByHeight = new HashMap<>();
  private final Map<Integer, Integer> linesByHeight = new HashMap<>();

  private RunningHeads(List<List<TextLine>> pages, float bodySize) {
    this.bodySize = bodySize;
    this.offset = pageNumberOffset(pages);
    List<TextLine> edges = new ArrayList<>();
    pages.forEach(page -> edges.addAll(edges(page)));
    for (TextLine line : edges) {
      pagesByKey.computeIfAbsent(key(line), _ -> new HashSet<>()).add(line.page());
    }
    for (TextLine line : edges) {
      linesByHeight.merge(height(line), 1, Integer::sum);
      repeatsByHeight.merge(height(line), repeats(line) ? 1 : 0, Integer::sum);
    }
  }

  /// The pages without their running heads. Linear in the number of lines.
  static List<List<TextLine>> remove(List<List<TextLine>> pages, float bodySize) {
    RunningHeads heads = new RunningHeads(pages, bodySize);
    return pages.stream().map(heads::strip).toList();
  }

  private List<TextLine> strip(List<TextLine> page) {
    Set<TextLine> dropped = new HashSet<>();
    for (TextLine line : edges(page)) {
      boolean usual =
          repeatsByHeight.getOrDefault(height(line), 0) * 2
              > linesByHeight.getOrDefault(height(line), 0);
      if (repeats(line)
          || (usual && isSmall(line) && repeatsByHeight.getOrDefault(height(line), 0) > 2)) {
        dropped.add(line);
      }
    }
    return dropped.isEmpty()
        ? page
        : page.stream().filter(line -> !dropped.contains(line)).toList();
  }

  private boolean repeats(TextLine line) {
    boolean number = PAGE_NUMBER.matcher(line.text()).matches();
    return isSmall(line)
        && ((number && isOwnNumber(line))
            || pagesByKey.getOrDefault(key(line), Set.of()).size() > 1);
  }

  /// A lonely "12" at the edge is a page number when it counts with the pages, or is set apart by
  /// dashes.
  private boolean isOwnNumber(TextLine line) {
    Matcher number = Pattern.compile("\\d{1,4}").matcher(line.text());
    if (!number.find()) {
      return !line.text().matches("[IVXLC]+");
    }
    return Integer.parseInt(number.group()) - line.page() == offset
        || !line.text().strip().matches("\\d+");
  }

  private boolean isSmall(TextLine line) {
    return line.size() <= bodySize * 1.15f;
  }

  private static int height(TextLine line) {
    return Math.round(line.y() / 3);
  }

  /// What the line says without its page number, and where it says it.
  private String key(TextLine line) {
    Matcher matcher = EDGE_NUMBER.matcher(line.text());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String digits = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      boolean own = Integer.parseInt(digits) - line.page() == offset;
      matcher.appendReplacement(text, own ? "" : Matcher.quoteReplacement(matcher.group()));
    }
    matcher.appendTail(text);
    return Titles.key(text.toString()) + "@" + Math.round(line.y() / 6);
  }

  /// How far the printed page numbers are ahead of the count of pages: the difference that most
  /// edge lines share.
  private static int pageNumberOffset(List<List<TextLine>> pages) {
    Map<Integer, Integer> votes = new HashMap<>();
    for (List<TextLine> page : pages) {
      for (TextLine line : edges(page)) {
        Matcher matcher = Pattern.compile("\\d{1,4}").matcher(line.text());
        while (matcher.find()) {
          votes.merge(Integer.parseInt(matcher.group()) - line.page(), 1, Integer::sum);
        }
      }
    }
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(Integer.MIN_VALUE);
  }

  /// The highest and lowest lines of a page, whatever their column.
  private static List<TextLine> edges(List<TextLine> page) {
    List<TextLine> byHeight = new ArrayList<>(page);
    byHeight.sort(java.util.Comparator.comparingDouble(TextLine::y));
    List<TextLine> edges =
        new ArrayList<>(byHeight.subList(0, Math.min(EDGE_LINES, byHeight.size())));
    for (int i = Math.max(edges.size(), byHeight.size() - EDGE_LINES); i < byHeight.size(); i++) {
      edges.add(byHeight.get(i));
    }
    return edges;
  }
}
