package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph.Arrow;
import io.millrace.asl.graph.FlowGraph.Step;
import java.util.List;

/// A graph with places and sizes, in pixels at 100 %, from its own left upper corner.
record Placed(double width, double height, List<Box> boxes, List<Line> lines) {
  /// A step in its place.
  ///
  /// @param title lines of its name
  /// @param subtitle lines of what it does
  /// @param inside branches or the item processor, in their places within the box
  record Box(
      Step step,
      double x,
      double y,
      double width,
      double height,
      List<String> title,
      List<String> subtitle,
      List<Inside> inside) {}

  /// A graph within a box.
  record Inside(double x, double y, Placed graph) {}

  /// An arrow along these points.
  ///
  /// @param hasHead false for a part of a line that others join
  /// @param label [LabelBox#NONE] when there is none
  record Line(Arrow arrow, List<Point> points, boolean hasHead, LabelBox label) {}

  /// The lines of a label and the middle of its place.
  record LabelBox(List<String> lines, double centreX, double centreY) {
    static final LabelBox NONE = new LabelBox(List.of(), 0, 0);
  }

  record Point(double x, double y) {}
}
