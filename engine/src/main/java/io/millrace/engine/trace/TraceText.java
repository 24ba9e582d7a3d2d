package io.millrace.engine.trace;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.trace.Trace.Attempt;
import io.millrace.engine.trace.Trace.Ending;
import io.millrace.engine.trace.Trace.Line;
import io.millrace.engine.trace.Trace.Problem;
import io.millrace.engine.trace.Trace.Visit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Draws a trace as a tree of lines. One use, one thread.
public final class TraceText {
  /// Iterations that went well are told of up to this number, unless everything is wanted.
  private static final int GOOD_LINES_MAX = 3;

  private static final int WIDTH_MIN = 40;

  private final StringBuilder out = new StringBuilder();
  private final Style style;

  /// How to draw.
  ///
  /// @param width of a line in characters, at least 40; longer values are cut
  /// @param isFull whether nothing is cut or left out
  /// @param hasColors whether the terminal understands ANSI colours
  public record Style(int width, boolean isFull, boolean hasColors) {
    /// For messages of tests: plain, 120 wide.
    public static final Style PLAIN = new Style(120, false, false);

    public Style {
      width = Math.max(WIDTH_MIN, width);
    }
  }

  private enum Colour {
    GREEN(32),
    RED(31),
    YELLOW(33),
    FAINT(2),
    BOLD(1);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  private TraceText(Style style) {
    this.style = style;
  }

  /// The tree, its lines ended with line feeds.
  public static String of(Trace trace, Style style) {
    TraceText text = new TraceText(style);
    text.draw(trace);
    return text.out.toString();
  }

  private void draw(Trace trace) {
    value("", "input", trace.input());
    visits(trace.visits(), "", trace.lastMillis());
    Colour colour =
        switch (trace.status()) {
          case SUCCEEDED -> Colour.GREEN;
          case RUNNING, PENDING_REDRIVE -> Colour.YELLOW;
          case FAILED, TIMED_OUT, ABORTED -> Colour.RED;
        };
    String head =
        "%s in %s, %d events"
            .formatted(
                trace.status(), duration(trace.lastMillis() - trace.startMillis()), trace.events());
    out.append(paint(colour, trace.status() == ExecutionStatus.RUNNING ? head + " so far" : head));
    out.append('\n');
    problem("", trace.problem());
    if (trace.output() != null) {
      value("", "output", trace.output());
    }
  }

  private void visits(List<Visit> visits, String indent, long nowMillis) {
    for (int i = 0; i < visits.size(); i++) {
      boolean last = i == visits.size() - 1;
      visit(
          visits.get(i), indent, last ? "└─ " : "├─ ", indent + (last ? "   " : "│  "), nowMillis);
    }
  }

  private void visit(Visit visit, String indent, String branch, String below, long nowMillis) {
    Long exited = visit.exitedMillis();
    long took = (exited == null ? nowMillis : exited) - visit.enteredMillis();
    out.append(indent).append(branch).append(mark(visit)).append(' ');
    out.append(paint(Colour.BOLD, visit.state())).append(' ');
    String facts = visit.type() + (took > 0 ? ", " + duration(took) : "");
    if (visit.isCaught()) {
      facts += ", caught";
    } else if (visit.ending() == Ending.ABORTED) {
      facts += ", aborted";
    }
    out.append(paint(Colour.FAINT, facts)).append('\n');
    String inner = below + (visit.lines().isEmpty() ? "  " : "│ ");
    value(inner, "in", visit.input());
    attempts(visit, inner);
    lines(visit.lines(), below, nowMillis);
    String after = below + "  ";
    problem(after, visit.problem());
    for (Map.Entry<String, String> variable : visit.assigned().entrySet()) {
      value(after, "$" + variable.getKey(), Payload.ofText(variable.getValue()));
    }
    if (visit.output() != null && !visit.output().text().equals(visit.input().text())) {
      value(after, "out", visit.output());
    }
  }

  private String mark(Visit visit) {
    return switch (visit.ending()) {
      case SUCCEEDED -> paint(Colour.GREEN, "✓");
      case FAILED -> paint(visit.isCaught() ? Colour.YELLOW : Colour.RED, "✗");
      case ABORTED -> paint(Colour.RED, "■");
      case OPEN -> visit.type().equals("Fail") ? paint(Colour.RED, "✗") : paint(Colour.YELLOW, "●");
    };
  }

  private void attempts(Visit visit, String indent) {
    List<Attempt> attempts = visit.attempts();
    if (attempts.isEmpty()) {
      return;
    }
    Attempt first = attempts.getFirst();
    boolean isSame = first.parameters().text().equals(visit.input().text());
    out.append(indent).append(paint(Colour.FAINT, "calls")).append(' ').append(first.resource());
    if (!isSame) {
      int used = indent.length() + "calls ".length() + first.resource().length() + 1;
      out.append(' ').append(cut(first.parameters().text(), used));
    }
    out.append('\n');
    for (int i = 0; i < attempts.size(); i++) {
      attempt(visit, i, indent);
    }
  }

  private void attempt(Visit visit, int which, String indent) {
    Attempt attempt = visit.attempts().get(which);
    boolean isAlone = visit.attempts().size() == 1;
    Payload output = attempt.output();
    if (isAlone && output != null && !shows(visit, output)) {
      return;
    }
    Long ended = attempt.endedMillis();
    String name = isAlone ? "" : "attempt " + (which + 1);
    Long before = which == 0 ? null : visit.attempts().get(which - 1).endedMillis();
    if (before != null) {
      name += ", " + duration(attempt.scheduledMillis() - before) + " later,";
    }
    long took = ended == null ? 0 : ended - attempt.scheduledMillis();
    if (attempt.problem() != null) {
      String after = took > 0 ? " after " + duration(took) : "";
      problem(
          indent + paint(Colour.FAINT, (name + " failed" + after).strip()) + " ",
          attempt.problem());
    } else if (output != null) {
      value(indent, (name + " result").strip(), output);
    } else {
      out.append(indent).append(paint(Colour.YELLOW, (name + " not ended").strip())).append('\n');
    }
  }

  /// A result is not shown twice.
  private static boolean shows(Visit visit, Payload result) {
    return visit.output() == null || !visit.output().text().equals(result.text());
  }

  private void lines(List<Line> lines, String indent, long nowMillis) {
    int good = 0;
    int hidden = 0;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean isGood = line.ending() == Ending.SUCCEEDED && line.isIteration();
      if (isGood && ++good > GOOD_LINES_MAX && !style.isFull) {
        hidden++;
        continue;
      }
      out.append(indent).append("├─ ");
      String name = (line.isIteration() ? "item " : "branch ") + line.index();
      String how =
          switch (line.ending()) {
            case SUCCEEDED -> "";
            case FAILED -> paint(Colour.RED, " failed");
            case ABORTED -> paint(Colour.RED, " aborted");
            case OPEN -> paint(Colour.YELLOW, " not ended");
          };
      out.append(paint(Colour.FAINT, name)).append(how).append('\n');
      visits(line.visits(), indent + "│  ", nowMillis);
    }
    if (hidden > 0) {
      String more = "… " + hidden + " more items that succeeded (--full shows them)";
      out.append(indent).append("├─ ").append(paint(Colour.FAINT, more)).append('\n');
    }
  }

  private void problem(String indent, @Nullable Problem problem) {
    if (problem == null || (problem.error() == null && problem.cause() == null)) {
      if (!indent.isBlank() && problem != null) {
        out.append(indent.stripTrailing()).append('\n');
      }
      return;
    }
    String error = problem.error() == null ? "no error name" : problem.error();
    out.append(indent).append(paint(Colour.RED, error));
    String cause = problem.cause();
    if (cause != null && !cause.isEmpty()) {
      out.append(": ").append(cut(cause, indent.length() + error.length() + 2));
    }
    out.append('\n');
  }

  private void value(String indent, String name, Payload value) {
    out.append(indent).append(paint(Colour.FAINT, name)).append(' ');
    out.append(cut(value.text(), indent.length() + name.length() + 1)).append('\n');
  }

  private String cut(String text, int used) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    int most = Math.max(WIDTH_MIN / 2, style.width - used);
    if (style.isFull || line.length() <= most) {
      return line;
    }
    int end = most - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + "…";
  }

  private String paint(Colour colour, String text) {
    return style.hasColors ? "\u001B[" + colour.code + "m" + text + "\u001B[0m" : text;
  }

  /// For people: `350 ms`, `1.5 s`, `2 min 5 s`, `3 h 20 min`, `365 d`.
  public static String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return millis % 1000 == 0
          ? millis / 1000 + " s"
          : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 3600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    long minutes = seconds / 60;
    if (minutes < 24 * 60) {
      return two(minutes / 60, "h", minutes % 60, "min");
    }
    return two(minutes / (24 * 60), "d", minutes / 60 % 24, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
