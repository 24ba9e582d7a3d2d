package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph.Step;
import java.util.List;

/// Sizes of what is drawn, in pixels at 100 %.
final class Metrics {
  static final double TITLE_FONT = 13;
  static final double SUBTITLE_FONT = 10.5;
  static final double LABEL_FONT = 10;
  static final double TITLE_LINE = 17;
  static final double SUBTITLE_LINE = 14;
  static final double LABEL_LINE = 12.5;

  /// Room left of a state's text, for its icon.
  static final double ICON_ROOM = 40;

  static final double PADDING = 12;
  static final double TEXT_WIDTH_MAX = 210;
  static final double BOX_WIDTH_MIN = 150;
  static final double LABEL_WIDTH_MAX = 150;
  static final double MARKER = 22;

  /// Between a container's border and what is in it.
  static final double INSET = 14;

  private Metrics() {}

  static List<String> title(Step step) {
    return TextSize.lines(step.title(), TITLE_FONT, true, TEXT_WIDTH_MAX, 3);
  }

  static List<String> subtitle(Step step) {
    return TextSize.lines(step.subtitle(), SUBTITLE_FONT, false, TEXT_WIDTH_MAX, 2);
  }

  static double textWidth(List<String> title, List<String> subtitle) {
    double widest = 0;
    for (String line : title) {
      widest = Math.max(widest, TextSize.width(line, TITLE_FONT, true));
    }
    for (String line : subtitle) {
      widest = Math.max(widest, TextSize.width(line, SUBTITLE_FONT, false));
    }
    return widest;
  }

  static double textHeight(List<String> title, List<String> subtitle) {
    return title.size() * TITLE_LINE + subtitle.size() * SUBTITLE_LINE;
  }
}
