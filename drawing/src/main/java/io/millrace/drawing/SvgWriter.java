package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph.Kind;
import io.millrace.asl.graph.FlowGraph.Reason;
import io.millrace.drawing.Placed.Box;
import io.millrace.drawing.Placed.Inside;
import io.millrace.drawing.Placed.LabelBox;
import io.millrace.drawing.Placed.Line;
import io.millrace.drawing.Placed.Point;
import java.util.List;
import java.util.Locale;

/// Writes a placed graph as SVG 1.1 with a style sheet: no scripts, no references to anything
/// outside. One use, one thread.
final class SvgWriter {
  private static final double MARGIN = 20;
  private static final double TITLE_HEIGHT = 34;
  private static final double CORNER = 7;

  private final StringBuilder out = new StringBuilder();

  private SvgWriter() {}

  static String write(Placed graph, String title) {
    SvgWriter writer = new SvgWriter();
    writer.document(graph, title);
    return writer.out.toString();
  }

  private void document(Placed graph, String title) {
    double top = title.isEmpty() ? MARGIN : MARGIN + TITLE_HEIGHT;
    double titleWidth = TextSize.width(title, 16, true);
    double width = Math.max(graph.width(), titleWidth) + 2 * MARGIN;
    double height = graph.height() + top + MARGIN;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
            + " role=\"img\"%s>",
        n(width),
        n(height),
        n(width),
        n(height),
        title.isEmpty() ? "" : " aria-label=\"" + escaped(title) + "\"");
    line("<style>%s</style>", Style.CSS);
    line("<defs>");
    head("head");
    head("head-catch");
    line("</defs>");
    line("<rect class=\"paper\" width=\"%s\" height=\"%s\"/>", n(width), n(height));
    if (!title.isEmpty()) {
      line(
          "<text class=\"name\" x=\"%s\" y=\"%s\">%s</text>",
          n(MARGIN), n(MARGIN + 14), escaped(title));
    }
    graph(graph, (width - graph.width()) / 2, top);
    line("</svg>");
  }

  private void head(String id) {
    line(
        "<marker id=\"%s\" class=\"%s\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\""
            + " markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0.5"
            + " L7.5 4 L0 7.5 Z\"/></marker>",
        id, id);
  }

  private void graph(Placed graph, double x, double y) {
    line("<g transform=\"translate(%s %s)\">", n(x), n(y));
    graph.boxes().forEach(this::box);
    graph.lines().forEach(this::arrow);
    graph.lines().forEach(arrow -> label(arrow.label(), arrow.arrow().reason()));
    line("</g>");
  }

  private void box(Box box) {
    Kind kind = box.step().kind();
    if (kind == Kind.START || kind == Kind.END) {
      marker(box);
      return;
    }
    line(
        "<g class=\"state %s\" transform=\"translate(%s %s)\">",
        kind.name().toLowerCase(Locale.ROOT), n(box.x()), n(box.y()));
    line("<title>%s</title>", escaped(tip(box)));
    line(
        "<rect class=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\"/>",
        box.inside().isEmpty() ? "box" : "box container", n(box.width()), n(box.height()));
    double textHeight = Metrics.textHeight(box.title(), box.subtitle());
    double headHeight = textHeight + 2 * Metrics.PADDING;
    line(
        "<g class=\"icon\" transform=\"translate(%s %s)\"><rect width=\"22\" height=\"22\""
            + " rx=\"6\"/>%s</g>",
        n(9), n(headHeight / 2 - 11), Style.icon(kind));
    double baseline = Metrics.PADDING + Metrics.TITLE_FONT;
    for (String title : box.title()) {
      text("title", Metrics.ICON_ROOM, baseline, title);
      baseline += Metrics.TITLE_LINE;
    }
    baseline -= Metrics.TITLE_LINE - Metrics.SUBTITLE_LINE;
    for (String subtitle : box.subtitle()) {
      text("subtitle", Metrics.ICON_ROOM, baseline, subtitle);
      baseline += Metrics.SUBTITLE_LINE;
    }
    for (int i = 0; i < box.inside().size(); i++) {
      Inside inside = box.inside().get(i);
      if (i > 0) {
        double x = inside.x() - Metrics.INSET / 2;
        line(
            "<path class=\"divider\" d=\"M%s %s V%s\"/>",
            n(x), n(headHeight), n(box.height() - Metrics.INSET));
      }
      graph(inside.graph(), inside.x(), inside.y());
    }
    line("</g>");
  }

  private static String tip(Box box) {
    String what = box.step().subtitle();
    return box.step().title() + (what.isEmpty() ? "" : "\n" + what);
  }

  private void marker(Box box) {
    double centreX = box.x() + box.width() / 2;
    double centreY = box.y() + box.height() / 2;
    line(
        "<g class=\"marker\"><title>%s</title><circle class=\"ring\" cx=\"%s\" cy=\"%s\""
            + " r=\"%s\"/>",
        box.step().title(), n(centreX), n(centreY), n(box.width() / 2 - 1));
    if (box.step().kind() == Kind.START) {
      line("<path d=\"M%s %s l7 4.5 l-7 4.5 z\"/></g>", n(centreX - 2.5), n(centreY - 4.5));
    } else {
      line(
          "<rect x=\"%s\" y=\"%s\" width=\"8\" height=\"8\" rx=\"1.5\"/></g>",
          n(centreX - 4), n(centreY - 4));
    }
  }

  private void arrow(Line arrow) {
    if (arrow.points().size() < 2) {
      return;
    }
    boolean isCatch = arrow.arrow().reason() == Reason.CATCH;
    String head =
        arrow.hasHead() ? " marker-end=\"url(#" + (isCatch ? "head-catch" : "head") + ")\"" : "";
    String detail = arrow.arrow().detail();
    line(
        "<path class=\"arrow%s\" d=\"%s\"%s>%s</path>",
        isCatch ? " catch" : "",
        path(arrow.points()),
        head,
        detail.isEmpty() ? "" : "<title>" + escaped(detail) + "</title>");
  }

  /// Straight lines with rounded corners.
  private static String path(List<Point> points) {
    StringBuilder path = new StringBuilder();
    Point first = points.getFirst();
    path.append('M').append(n(first.x())).append(' ').append(n(first.y()));
    for (int i = 1; i < points.size() - 1; i++) {
      Point before = points.get(i - 1);
      Point corner = points.get(i);
      Point after = points.get(i + 1);
      double radius =
          Math.min(CORNER, Math.min(distance(before, corner), distance(corner, after)) / 2);
      Point from = towards(corner, before, radius);
      Point to = towards(corner, after, radius);
      path.append(" L").append(n(from.x())).append(' ').append(n(from.y()));
      path.append(" Q").append(n(corner.x())).append(' ').append(n(corner.y()));
      path.append(' ').append(n(to.x())).append(' ').append(n(to.y()));
    }
    Point last = points.getLast();
    return path.append(" L").append(n(last.x())).append(' ').append(n(last.y())).toString();
  }

  private static double distance(Point a, Point b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  private static Point towards(Point from, Point to, double by) {
    double all = distance(from, to);
    double share = all == 0 ? 0 : by / all;
    return new Point(
        from.x() + (to.x() - from.x()) * share, from.y() + (to.y() - from.y()) * share);
  }

  private void label(LabelBox label, Reason reason) {
    double baseline =
        label.centreY() - label.lines().size() * Metrics.LABEL_LINE / 2 + Metrics.LABEL_FONT - 0.5;
    for (String text : label.lines()) {
      line(
          "<text class=\"label%s\" x=\"%s\" y=\"%s\">%s</text>",
          reason == Reason.CATCH ? " caught" : "", n(label.centreX()), n(baseline), escaped(text));
      baseline += Metrics.LABEL_LINE;
    }
  }

  private void text(String style, double x, double y, String text) {
    line("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>", style, n(x), n(y), escaped(text));
  }

  /// Writes a line, each `%s` replaced by the next part.
  private void line(String template, String... parts) {
    int from = 0;
    for (String part : parts) {
      int at = template.indexOf("%s", from);
      out.append(template, from, at).append(part);
      from = at + 2;
    }
    out.append(template, from, template.length()).append('\n');
  }

  private static String n(double number) {
    double rounded = Math.round(number * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  /// XML 1.0 has no place for most control characters, whatever they are written as.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> {
                  boolean isXml =
                      c == '\n'
                          || c == '\t'
                          || (c >= ' ' && c < 0xD800)
                          || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF);
                  escaped.appendCodePoint(isXml ? c : 0xFFFD);
                }
              }
            });
    return escaped.toString();
  }
}
