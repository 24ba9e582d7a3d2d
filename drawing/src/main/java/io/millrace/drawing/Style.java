package io.millrace.drawing;

import io.millrace.asl.graph.FlowGraph.Kind;

/// Colours, fonts and icons. Each kind of state has a colour of its own, readable on paper and on a
/// dark screen.
final class Style {
  /// The whole style sheet; light first, because programs that know no media queries print.
  static final String CSS =
      """

      text { font-family: Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif }
      .paper { fill: #ffffff }
      .name { font-size: 16px; font-weight: 700; fill: #1c2733 }
      .title { font-size: 13px; font-weight: 600; fill: #1c2733 }
      .subtitle { font-size: 10.5px; fill: #5a6875 }
      .label { font-size: 10px; fill: #3d4b59; text-anchor: middle }
      .label.caught { fill: #b3372b }
      .box { fill: #ffffff; stroke: #b9c4cf; stroke-width: 1.2 }
      .container { fill: #f6f8fa; stroke-dasharray: none }
      .container .container { fill: #eef2f5 }
      .divider { stroke: #b9c4cf; stroke-dasharray: 2 4; fill: none }
      .arrow { stroke: #64727f; stroke-width: 1.3; fill: none }
      .arrow.catch { stroke: #c8483b; stroke-dasharray: 5 3.5 }
      .head { fill: #64727f }
      .head-catch { fill: #c8483b }
      .ring { fill: #ffffff; stroke: #64727f; stroke-width: 1.5 }
      .marker path, .marker rect { fill: #64727f }
      .icon path, .icon circle { fill: none; stroke: #ffffff; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round }
      .icon rect { fill: #64727f }
      .task > .icon > rect { fill: #d9730d }
      .choice > .icon > rect { fill: #7a5af0 }
      .wait > .icon > rect { fill: #0d8390 }
      .map > .icon > rect, .parallel > .icon > rect { fill: #2468c9 }
      .succeed > .icon > rect { fill: #2b8a3e }
      .fail > .icon > rect { fill: #c8392b }
      .fail > .box { stroke: #dfa29b }
      .succeed > .box { stroke: #9ecfa8 }
      @media (prefers-color-scheme: dark) {
        .paper { fill: #11161c }
        .name, .title { fill: #e8edf2 }
        .subtitle { fill: #9aa8b5 }
        .label { fill: #b8c4cf }
        .label.caught { fill: #ff9b90 }
        .box { fill: #1a2129; stroke: #3d4a57 }
        .container { fill: #151b22 }
        .container .container { fill: #11161c }
        .divider { stroke: #3d4a57 }
        .arrow { stroke: #8796a5 }
        .arrow.catch { stroke: #e8695c }
        .head { fill: #8796a5 }
        .head-catch { fill: #e8695c }
        .ring { fill: #1a2129; stroke: #8796a5 }
        .marker path, .marker rect { fill: #8796a5 }
        .fail > .box { stroke: #7c3a34 }
        .succeed > .box { stroke: #2f6a3b }
      }
      """;

  private Style() {}

  /// Strokes in a square of 22 by 22.
  static String icon(Kind kind) {
    return switch (kind) {
      case PASS -> "<path d=\"M5.5 11 H16 M12 7 l4 4 l-4 4\"/>";
      case TASK -> "<path d=\"M12.5 4.5 L6.5 12 H11 L9.5 17.5 L15.5 10 H11 Z\"/>";
      case CHOICE -> "<path d=\"M11 4.5 L17.5 11 L11 17.5 L4.5 11 Z\"/>";
      case WAIT -> "<circle cx=\"11\" cy=\"11\" r=\"6.5\"/><path d=\"M11 7.5 V11 l2.5 2\"/>";
      case SUCCEED -> "<path d=\"M5.5 11.5 l3.7 3.7 L16.5 7.5\"/>";
      case FAIL -> "<path d=\"M6.5 6.5 L15.5 15.5 M15.5 6.5 L6.5 15.5\"/>";
      case PARALLEL ->
          "<path d=\"M11 4.5 V7.5 M6 16.5 V10 q0 -2.5 2.5 -2.5 h5 q2.5 0 2.5 2.5 V16.5\"/>";
      case MAP ->
          "<path d=\"M11 4.5 L17.5 8 L11 11.5 L4.5 8 Z M4.5 11.5 L11 15 L17.5 11.5 M4.5 14.5 L11 18"
              + " L17.5 14.5\"/>";
      case START, END -> "";
    };
  }
}
