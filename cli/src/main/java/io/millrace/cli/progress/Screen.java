package io.millrace.cli.progress;

import io.millrace.cli.progress.StageView.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws the picture for a terminal: a few lines, painted over at each change.
///
/// @param width columns of the terminal; lines are cut, never wrapped, because a wrapped line could
///   not be painted over
public record Screen(int width) {

  private static final int BAR_CELLS = 24;
  private static final String LINE_UP_AND_CLEAR = "\u001b[1A\u001b[2K";

  /// The lines of the picture, without line ends.
  public List<String> lines(List<StageView> stages) {
    var lines = new ArrayList<String>();
    for (StageView stage : stages) {
      lines.add(cut(line(stage)));
      if (stage.phase() == Phase.RUNNING && !stage.running().isEmpty()) {
        lines.add(cut("      " + String.join(" · ", stage.running())));
      }
    }
    return lines;
  }

  /// What to print so that `lines` stand where `paintedBefore` lines stood.
  public static String paintOver(int paintedBefore, List<String> lines) {
    var text = new StringBuilder(LINE_UP_AND_CLEAR.repeat(paintedBefore));
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String line(StageView stage) {
    String mark =
        switch (stage.phase()) {
          case WAITING -> " ";
          case RUNNING -> "▸";
          case ENDED -> stage.failed() > 0 ? "!" : "✓";
          case BROKEN -> "✗";
        };
    String head = String.format(Locale.ROOT, "  %s %-10s", mark, stage.name());
    return switch (stage.phase()) {
      case WAITING -> head.stripTrailing();
      case ENDED, BROKEN -> head + chapters(stage) + Durations.spoken(stage.elapsed());
      case RUNNING ->
          stage.chapters() == 0
              ? head + Durations.spoken(stage.elapsed())
              : head + chapters(stage) + bar(stage.share()) + "  " + timeLeft(stage);
    };
  }

  private static String chapters(StageView stage) {
    if (stage.chapters() == 0) return "";
    String failed = stage.failed() == 0 ? "" : ", " + stage.failed() + " failed";
    return stage.done() + " of " + stage.chapters() + " chapters" + failed + "  ";
  }

  private static String bar(double share) {
    int full = (int) Math.floor(share * BAR_CELLS);
    return "█".repeat(full)
        + "░".repeat(BAR_CELLS - full)
        + String.format(Locale.ROOT, " %3d %%", (int) (share * 100));
  }

  private static String timeLeft(StageView stage) {
    Duration remaining = stage.remaining();
    String passed = Durations.clock(stage.elapsed());
    return remaining == null ? passed : passed + ", about " + Durations.clock(remaining) + " left";
  }

  private String cut(String line) {
    return line.codePointCount(0, line.length()) <= width
        ? line
        : line.substring(0, line.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }
}
