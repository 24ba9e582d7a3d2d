package io.millrace.pipelines.book.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Chapters chosen by number, as `1-3,7`; an empty selection means all. Immutable.
record ChapterSelection(String text, List<Range> ranges) {
  record Range(int first, int last) {}

  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:\\s*-\\s*(\\d{1,6}))?");

  static final ChapterSelection ALL = new ChapterSelection("", List.of());

  ChapterSelection {
    ranges = List.copyOf(ranges);
  }

  static ChapterSelection parse(String text) {
    if (text.isBlank()) {
      return ALL;
    }
    var ranges = new ArrayList<Range>();
    for (var part : text.split(",")) {
      var match = RANGE.matcher(part.strip());
      if (!match.matches()) {
        throw unreadable(text);
      }
      var first = Integer.parseInt(match.group(1));
      var last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
      if (first < 1 || last < first) {
        throw unreadable(text);
      }
      ranges.add(new Range(first, last));
    }
    return new ChapterSelection(text, ranges);
  }

  boolean includes(int number) {
    return ranges.isEmpty()
        || ranges.stream().anyMatch(range -> number >= range.first && number <= range.last);
  }

  private static InvalidRequestException unreadable(String text) {
    return new InvalidRequestException(
        "The chapters \""
            + text
            + "\" are not a selection. Write numbers and ranges, such as 1-3,7.");
  }
}
