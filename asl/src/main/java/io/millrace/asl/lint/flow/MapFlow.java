package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Graph;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a Map does: items, the selector, the processor, the array of results.
final class MapFlow {
  private final Flow flow;
  private final Surroundings surroundings;
  private final Recorder recorder;

  MapFlow(Flow flow, Surroundings surroundings, Recorder recorder) {
    this.flow = flow;
    this.surroundings = surroundings;
    this.recorder = recorder;
  }

  /// @param site with the effective input
  Shape jsonPath(Site site) {
    StateNode state = site.state();
    Shape element = Shape.ANY;
    if (!state.has("ItemReader")) {
      String path = state.text("ItemsPath");
      Shape items =
          path.startsWith("$")
              ? site.read(DataPath.of(path), state.at("ItemsPath"), Read.Effect.FAILS)
              : site.input();
      checkArray(site, items, path.isEmpty() ? "the input" : "`" + path + "`", "States.Runtime");
      element = element(items);
    } else {
      reader(site);
    }
    Shape item = element;
    for (String field : new String[] {"ItemSelector", "Parameters"}) {
      JsonNode selector = state.field(field);
      if (selector != null) {
        Site within = site.withContext(surroundings.withItem(element).context(state));
        within.refine(site.input());
        item = JsonPathValues.template(within, selector, state.at(field), field);
        site.refine(within.input());
      }
    }
    return results(site, element, item);
  }

  private static void reader(Site site) {
    StateNode state = site.state();
    JsonNode parameters = state.json().path("ItemReader").path("Parameters");
    JsonNode batch = state.json().path("ItemBatcher").path("BatchInput");
    if (parameters.isObject()) {
      String pointer = state.at("ItemReader") + "/Parameters";
      JsonPathValues.template(site, parameters, pointer, "Parameters of ItemReader");
    }
    if (batch.isObject()) {
      String pointer = state.at("ItemBatcher") + "/BatchInput";
      JsonPathValues.template(site, batch, pointer, "BatchInput");
    }
  }

  Shape jsonata(Jsonata.Place place) {
    Site site = place.site();
    StateNode state = site.state();
    Shape element = Shape.ANY;
    JsonNode items = state.field("Items");
    if (items != null) {
      Shape value = Jsonata.field(place, items, state.at("Items"), "Items");
      element = element(value);
    } else if (!state.has("ItemReader")) {
      checkArray(site, site.input(), "the input", "States.QueryEvaluationError");
      element = element(site.input());
    }
    JsonNode selector = state.field("ItemSelector");
    Shape item = element;
    if (selector != null) {
      Site within = site.withContext(surroundings.withItem(element).context(state));
      item =
          Jsonata.field(
              new Jsonata.Place(within, null, null),
              selector,
              state.at("ItemSelector"),
              "ItemSelector");
    }
    return results(site, element, item);
  }

  /// Recorded: `Reference path "$.x" must point to array.` A distributed Map takes objects, too.
  private void checkArray(Site site, Shape items, String what, String error) {
    StateNode state = site.state();
    if (items.isNothing() || items.mayBe(Kind.ARRAY) || items.isExample()) {
      return;
    }
    if (state.isDistributed() && items.mayBe(Kind.OBJECT)) {
      return;
    }
    String problem = "a Map needs an array, and " + what + " is " + JsonPathValues.described(items);
    String field = state.has("ItemsPath") ? state.at("ItemsPath") : state.pointer();
    recorder.mismatch(
        new Mismatch(state, field, problem, error, JsonPathValues.causes(items.made())));
  }

  private static Shape element(Shape items) {
    return items.isOnly(Kind.ARRAY) ? nonEmpty(items.elements()) : Shape.ANY;
  }

  private static Shape nonEmpty(Shape element) {
    return element.isNothing() ? Shape.ANY : element;
  }

  private Shape results(Site site, Shape element, Shape item) {
    StateNode state = site.state();
    Shape start = item;
    if (state.has("ItemBatcher")) {
      Map<String, Member> members = new LinkedHashMap<>();
      members.put("Items", Member.of(Shape.arrayOf(item)));
      Presence batchInput =
          state.json().path("ItemBatcher").has("BatchInput") ? Presence.PRESENT : Presence.ABSENT;
      members.put("BatchInput", new Member(batchInput, Shape.ANY, null));
      start = Shape.object(members, null);
    }
    boolean distributed = state.isDistributed();
    // An item of a distributed Map is an execution of its own: it sees no outer variables.
    Surroundings inner =
        distributed ? new Surroundings(start, element) : surroundings.withItem(element);
    Shape variables = distributed ? Facts.NO_VARIABLES : site.variables();
    @Nullable Shape output = null;
    for (Graph graph : state.graphs()) {
      output = flow.graph(graph, new Facts(start, variables), inner, recorder);
    }
    JsonNode writer = state.json().path("ResultWriter");
    if (writer.has("Resource")) {
      return Shape.openObject(Map.of());
    }
    boolean plain = output != null && !output.isNothing() && !isTransformed(writer);
    return Shape.arrayOf(plain && output != null ? output : Shape.ANY);
  }

  /// AWS developer guide, "ResultWriter (Map)": without a Resource the results are the state's
  /// output, in the form that `Transformation` names; only COMPACT gives the outputs as they are.
  private static boolean isTransformed(JsonNode writer) {
    JsonNode config = writer.path("WriterConfig");
    return !config.path("Transformation").asText("COMPACT").equals("COMPACT")
        || !config.path("OutputType").asText("JSON").equals("JSON");
  }
}
