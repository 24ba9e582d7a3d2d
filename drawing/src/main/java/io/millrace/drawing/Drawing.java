package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph;
import io.millrace.asl.model.StateMachineDefinition;

/// The way into drawing. Pure: the same definition gives the same drawing. Safe for concurrent use.
public final class Drawing {
  private Drawing() {}

  /// A whole SVG document, light or dark as the viewer prefers, black on white when printed.
  ///
  /// @param title what the drawing is called; may be empty
  public static String svg(StateMachineDefinition definition, String title) {
    return SvgWriter.write(Layout.of(FlowGraph.of(definition.graph())), title);
  }
}
