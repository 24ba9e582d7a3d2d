package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph;
import io.millrace.asl.graph.FlowGraph.Arrow;
import io.millrace.asl.graph.FlowGraph.Kind;
import io.millrace.asl.graph.FlowGraph.Reason;
import io.millrace.asl.graph.FlowGraph.Step;
import io.millrace.drawing.Placed.Box;
import io.millrace.drawing.Placed.Inside;
import io.millrace.drawing.Placed.LabelBox;
import io.millrace.drawing.Placed.Line;
import io.millrace.drawing.Placed.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/// Finds places with the Eclipse Layout Kernel's layered algorithm. No arrow leaves its graph, so
/// each graph is laid out by itself, the inner ones first. Used by one thread for one graph.
final class Layout {
  /// So many catchers with one target make their lines join.
  private static final int JOINED_MIN = 3;

  /// Distance of two steps in the reading order, before they have places; only its sign matters.
  private static final double ROW = 100;

  static {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private final ElkNode root = ElkGraphUtil.createGraph();
  private final Map<String, ElkNode> nodes = new LinkedHashMap<>();
  private final Map<String, ElkPort> ports = new HashMap<>();
  private final Map<String, Box> boxes = new HashMap<>();
  private final List<Drawn> drawn = new ArrayList<>();

  /// An arrow, or a part of one that ends where others join it.
  ///
  /// @param above where the line that it joins comes from, or null when it joins none
  private record Drawn(
      ElkEdge edge,
      Arrow arrow,
      boolean leadsUp,
      boolean hasHead,
      boolean isJoining,
      @Nullable ElkNode above,
      List<String> label) {}

  private Layout() {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(LayeredOptions.PADDING, new ElkPadding(4));
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, 34.0);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 34.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 20.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 16.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 14.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 12.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_LABEL, 4.0);
    root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_NODES);
    root.setProperty(LayeredOptions.FEEDBACK_EDGES, true);
    root.setProperty(LayeredOptions.THOROUGHNESS, 20);
  }

  static Placed of(FlowGraph graph) {
    Layout layout = new Layout();
    ReadingOrder.of(graph).forEach(layout::addStep);
    layout.addArrows(graph.arrows());
    new RecursiveGraphLayoutEngine().layout(layout.root, new BasicProgressMonitor());
    return layout.placed(graph);
  }

  private void addStep(Step step) {
    Box box = sized(step);
    ElkNode node = ElkGraphUtil.createNode(root);
    node.setDimensions(box.width(), box.height());
    node.setY(nodes.size() * ROW);
    node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
    if (step.kind() == Kind.START) {
      node.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.FIRST);
    }
    nodes.put(step.id(), node);
    boxes.put(step.id(), box);
  }

  /// A box of the size it needs, not placed yet.
  private static Box sized(Step step) {
    if (step.kind() == Kind.START || step.kind() == Kind.END) {
      return new Box(step, 0, 0, Metrics.MARKER, Metrics.MARKER, List.of(), List.of(), List.of());
    }
    List<String> title = Metrics.title(step);
    List<String> subtitle = Metrics.subtitle(step);
    double textWidth = Metrics.ICON_ROOM + Metrics.textWidth(title, subtitle) + Metrics.PADDING;
    double width = Math.max(Metrics.BOX_WIDTH_MIN, textWidth);
    double height = Metrics.textHeight(title, subtitle) + 2 * Metrics.PADDING;
    List<Inside> inside = new ArrayList<>();
    double x = Metrics.INSET;
    double tallest = 0;
    for (FlowGraph graph : step.inside()) {
      Placed placed = of(graph);
      inside.add(new Inside(x, height, placed));
      x += placed.width() + Metrics.INSET;
      tallest = Math.max(tallest, placed.height());
    }
    if (!inside.isEmpty()) {
      double slack = Math.max(0, width - x) / 2;
      if (slack > 0) {
        inside.replaceAll(i -> new Inside(i.x() + slack, i.y(), i.graph()));
      }
      width = Math.max(width, x);
      height += tallest + Metrics.INSET;
    }
    return new Box(step, 0, 0, width, height, title, subtitle, inside);
  }

  private void addArrows(List<Arrow> arrows) {
    Map<String, List<Arrow>> catches = new LinkedHashMap<>();
    for (Arrow arrow : arrows) {
      if (arrow.reason() == Reason.CATCH) {
        catches.computeIfAbsent(arrow.to(), _ -> new ArrayList<>()).add(arrow);
      } else {
        connect(arrow, out(arrow), in(arrow.to()), true);
      }
    }
    for (List<Arrow> same : catches.values()) {
      ElkNode target = node(same.getFirst().to());
      boolean leadsDown = same.stream().allMatch(a -> node(a.from()).getY() < target.getY());
      if (same.size() < JOINED_MIN || !leadsDown) {
        same.forEach(arrow -> connect(arrow, catchPort(arrow.from()), in(arrow.to()), true));
      } else {
        same.sort(Comparator.comparingDouble(arrow -> node(arrow.from()).getY()));
        join(same);
      }
    }
  }

  /// One line from the first catcher to the target, which the others join on the way.
  private void join(List<Arrow> arrows) {
    Arrow end = arrows.getLast();
    Arrow trunk = new Arrow(end.from(), end.to(), Reason.CATCH, "", "");
    ElkNode above = null;
    for (Arrow arrow : arrows) {
      ElkNode junction = ElkGraphUtil.createNode(root);
      junction.setDimensions(1, 1);
      junction.setY(node(arrow.from()).getY() + ROW / 2);
      junction.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_SIDE);
      ElkPort top = port(junction, PortSide.NORTH, 0.5);
      draw(arrow, catchPort(arrow.from()), top, false, true, above);
      if (above != null) {
        ElkEdge bus = draw(trunk, port(above, PortSide.SOUTH, 0.5), top, false, false, null);
        bus.setProperty(LayeredOptions.PRIORITY_STRAIGHTNESS, 10);
      }
      above = junction;
    }
    if (above != null) {
      connect(trunk, port(above, PortSide.SOUTH, 0.5), in(end.to()), true);
    }
  }

  private ElkPort in(String id) {
    return ports.computeIfAbsent(id + "/in", _ -> port(node(id), PortSide.NORTH, 0));
  }

  /// Rules of a Choice leave it side by side, everything else from the middle.
  private ElkPort out(Arrow arrow) {
    String key = arrow.from() + "/out" + (isRule(arrow) ? "/" + arrow.to() + arrow.reason() : "");
    return ports.computeIfAbsent(key, _ -> port(node(arrow.from()), PortSide.SOUTH, 0));
  }

  private ElkPort catchPort(String id) {
    return ports.computeIfAbsent(id + "/catch", _ -> port(node(id), PortSide.EAST, 0));
  }

  private ElkNode node(String id) {
    ElkNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalStateException("an arrow names the step " + id + ", which is not there");
    }
    return node;
  }

  private static boolean isRule(Arrow arrow) {
    return switch (arrow.reason()) {
      case RULE, DEFAULT -> true;
      case NEXT, CATCH -> false;
    };
  }

  private static ElkPort port(ElkNode node, PortSide side, double at) {
    ElkPort port = ElkGraphUtil.createPort(node);
    port.setProperty(LayeredOptions.PORT_SIDE, side);
    port.setDimensions(0, 0);
    port.setX(at);
    return port;
  }

  private void connect(Arrow arrow, ElkPort from, ElkPort to, boolean hasHead) {
    draw(arrow, from, to, hasHead, false, null);
  }

  private ElkEdge draw(
      Arrow arrow,
      ElkPort from,
      ElkPort to,
      boolean hasHead,
      boolean isJoining,
      @Nullable ElkNode above) {
    // Of a loop, the arrow that leads up in the reading order is laid out the other way round:
    // else it would be chance which one is drawn upwards.
    boolean leadsUp = from.getParent().getY() >= to.getParent().getY();
    ElkEdge edge =
        leadsUp ? ElkGraphUtil.createSimpleEdge(to, from) : ElkGraphUtil.createSimpleEdge(from, to);
    if (arrow.reason() == Reason.NEXT) {
      edge.setProperty(LayeredOptions.PRIORITY_STRAIGHTNESS, 5);
    }
    List<String> lines = List.of();
    if (!arrow.label().isEmpty()) {
      lines = TextSize.lines(arrow.label(), Metrics.LABEL_FONT, false, Metrics.LABEL_WIDTH_MAX, 3);
      double width = 0;
      for (String line : lines) {
        width = Math.max(width, TextSize.width(line, Metrics.LABEL_FONT, false));
      }
      ElkLabel label = ElkGraphUtil.createLabel(String.join("\n", lines), edge);
      label.setDimensions(width + 8, lines.size() * Metrics.LABEL_LINE + 4);
      label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
    }
    drawn.add(new Drawn(edge, arrow, leadsUp, hasHead, isJoining, above, lines));
    return edge;
  }

  private Placed placed(FlowGraph graph) {
    List<Box> placedBoxes = new ArrayList<>();
    for (Step step : graph.steps()) {
      Box box = boxes.get(step.id());
      ElkNode node = node(step.id());
      if (box != null) {
        placedBoxes.add(
            new Box(
                step,
                node.getX(),
                node.getY(),
                box.width(),
                box.height(),
                box.title(),
                box.subtitle(),
                box.inside()));
      }
    }
    List<Line> lines = drawn.stream().map(d -> line(d, placedBoxes)).toList();
    return new Placed(root.getWidth(), root.getHeight(), placedBoxes, lines);
  }

  private static Line line(Drawn drawn, List<Box> all) {
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : drawn.edge.getSections()) {
      points.add(new Point(section.getStartX(), section.getStartY()));
      section.getBendPoints().forEach(bend -> points.add(new Point(bend.getX(), bend.getY())));
      points.add(new Point(section.getEndX(), section.getEndY()));
    }
    if (drawn.leadsUp) {
      Collections.reverse(points);
    }
    if (drawn.isJoining && points.size() > 2) {
      joinStraight(points, drawn.above, all);
    }
    LabelBox label = LabelBox.NONE;
    if (!drawn.label.isEmpty()) {
      ElkLabel placed = drawn.edge.getLabels().getFirst();
      label =
          new LabelBox(
              drawn.label,
              placed.getX() + placed.getWidth() / 2,
              placed.getY() + placed.getHeight() / 2);
    }
    return new Line(drawn.arrow, points, drawn.hasHead, label);
  }

  /// A line that joins others goes straight to them where no box is in the way.
  private static void joinStraight(List<Point> points, @Nullable ElkNode above, List<Box> boxes) {
    Point start = points.getFirst();
    Point end = points.getLast();
    double left = Math.min(start.x(), end.x()) + 1;
    double right = Math.max(start.x(), end.x());
    boolean isClear =
        boxes.stream()
            .noneMatch(
                box ->
                    box.x() < right
                        && box.x() + box.width() > left
                        && box.y() < start.y()
                        && box.y() + box.height() > start.y());
    if (isClear) {
      points.clear();
      points.addAll(List.of(start, new Point(end.x(), start.y())));
      boolean isThere =
          above != null && above.getY() <= start.y() && Math.abs(above.getX() + 0.5 - end.x()) < 1;
      if (!isThere) {
        points.add(end);
      }
    }
  }
}
