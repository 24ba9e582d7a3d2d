package io.millrace.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.Asl;
import io.millrace.asl.graph.FlowGraph;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class DrawingTest {
  private static final String DEFINITION =
      """
      {"StartAt": "Check <me> & \\"you\\"", "States": {
        "Check <me> & \\"you\\"": {"Type": "Choice", "Default": "Wait",
          "Choices": [{"Variable": "$.n", "NumericGreaterThan": 3, "Next": "Both"}]},
        "Wait": {"Type": "Wait", "Seconds": 7200, "Next": "Check <me> & \\"you\\""},
        "Both": {"Type": "Parallel", "Next": "Each", "Branches": [
            {"StartAt": "L", "States": {"L": {"Type": "Pass", "End": true}}},
            {"StartAt": "R", "States": {"R": {"Type": "Succeed"}}}],
          "Catch": [{"ErrorEquals": ["Voice.Throttled"], "Next": "Sorry"}]},
        "Each": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 5, "End": true,
          "ItemProcessor": {"StartAt": "Do", "States": {"Do": {"Type": "Task", "End": true,
            "Resource": "arn:aws:lambda:us-east-1:123456789012:function:aFunctionWithAnExceptionallyLongNameThatNobodyWouldType"}}}},
        "Sorry": {"Type": "Fail", "Error": "Sorry"}}}
      """;

  @Test
  void aDrawingIsWellFormedAndNamesEverything() throws Exception {
    String svg = Drawing.svg(Asl.parse(DEFINITION).orThrow(), "A & B");

    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    List<String> texts = new ArrayList<>();
    var elements = root.getElementsByTagName("text");
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    assertThat(texts)
        .contains("A & B", "Check <me> & \"you\"", "2 h", "otherwise", "$.n > 3", "Voice.Throttled")
        .contains("each of $.items, 5 at once", "Both", "L", "R", "Do", "Sorry");
  }

  @Test
  void theSameDefinitionIsDrawnTheSame() {
    var definition = Asl.parse(DEFINITION).orThrow();

    assertThat(Drawing.svg(definition, "")).isEqualTo(Drawing.svg(definition, ""));
  }

  @Test
  void textsStayInTheirBoxesAndBoxesApart() {
    checkPlaces(Layout.of(FlowGraph.of(Asl.parse(DEFINITION).orThrow().graph())));
  }

  @Test
  void realDefinitionsCanBeDrawn() throws IOException {
    for (Path sample : samples()) {
      var definition = Asl.parse(Files.readString(sample)).value();
      if (definition != null) {
        Placed placed = Layout.of(FlowGraph.of(definition.graph()));
        checkPlaces(placed);
        assertThat(SvgWriter.write(placed, "")).endsWith("</svg>\n");
      }
    }
  }

  private static void checkPlaces(Placed graph) {
    for (Placed.Box box : graph.boxes()) {
      double text = Metrics.ICON_ROOM + Metrics.textWidth(box.title(), box.subtitle());
      if (!box.title().isEmpty()) {
        assertThat(text).as(box.step().title()).isLessThanOrEqualTo(box.width());
      }
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(graph.width() + 0.1);
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(graph.height() + 0.1);
      for (Placed.Box other : graph.boxes()) {
        assertThat(box.step().id().equals(other.step().id()) || areApart(box, other))
            .as("%s and %s", box.step().title(), other.step().title())
            .isTrue();
      }
      for (Placed.Inside inside : box.inside()) {
        assertThat(inside.x() + inside.graph().width()).isLessThanOrEqualTo(box.width());
        assertThat(inside.y() + inside.graph().height()).isLessThanOrEqualTo(box.height());
        checkPlaces(inside.graph());
      }
    }
    for (Placed.Line line : graph.lines()) {
      assertThat(line.points()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  private static boolean areApart(Placed.Box a, Placed.Box b) {
    return a.x() + a.width() <= b.x()
        || b.x() + b.width() <= a.x()
        || a.y() + a.height() <= b.y()
        || b.y() + b.height() <= a.y();
  }

  private static List<Path> samples() throws IOException {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve("../shared/conformance/asl-samples"))) {
      at = at.getParent();
    }
    Assumptions.assumeTrue(at != null, "the sample definitions are not on this machine");
    try (Stream<Path> files =
        Files.list(at.resolve("../shared/conformance/asl-samples").normalize())) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
