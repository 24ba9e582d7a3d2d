package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Asl;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.State;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/// What the benchmarks work on: an order of ten lines (about 900 bytes) and definitions of the
/// kinds of states that pipelines have.
final class Samples {
  private static final int LINES = 10;

  private Samples() {}

  static ObjectNode order() {
    ObjectNode root = Json.mapper().createObjectNode();
    ObjectNode order = root.putObject("order");
    order.put("id", "o-4711").put("total", 1250).put("currency", "EUR").put("express", false);
    order.putObject("customer").put("name", "Ada").put("country", "GB").put("since", 2019);
    ArrayNode lines = order.putArray("lines");
    for (int i = 0; i < LINES; i++) {
      lines
          .addObject()
          .put("sku", "sku-" + i)
          .put("price", 5 + 3 * i)
          .put("quantity", 1 + i % 4)
          .put("title", "The title of article number " + i);
    }
    return root;
  }

  static Scope scope() {
    JsonNode context = Json.mapper().createObjectNode();
    return new Scope(
        order(), () -> context, Map.of(), null, null, new Random(1), () -> Instant.EPOCH);
  }

  /// A hundred states, ten of each group of ten: a Task with Parameters, Retry and Catch, Pass
  /// states with templates, a Choice of three rules, a Wait.
  static String hundredStates() {
    ObjectNode machine = machine("JSONPath", "S0");
    ObjectNode states = (ObjectNode) machine.path("States");
    for (int i = 0; i < 100; i++) {
      String next = "S" + (i + 1);
      switch (i % 10) {
        case 0, 5 -> put(states, i, TASK.formatted(next));
        case 2 -> put(states, i, CHOICE.formatted(next, next, next, next));
        case 7 -> put(states, i, "{'Type':'Wait','Seconds':10,'Next':'%s'}".formatted(next));
        default -> put(states, i, PASS.formatted(next));
      }
    }
    put(states, 100, "{'Type':'Succeed'}");
    return Json.write(machine);
  }

  /// The same size in JSONata: every state has three expressions.
  static String hundredJsonataStates() {
    ObjectNode machine = machine("JSONata", "S0");
    ObjectNode states = (ObjectNode) machine.path("States");
    for (int i = 0; i < 100; i++) {
      put(states, i, JSONATA_PASS.formatted("S" + (i + 1)));
    }
    put(states, 100, "{'Type':'Succeed'}");
    return Json.write(machine);
  }

  /// The condition of the first rule of a Choice state, given as JSON in single quotes.
  static State.Choice choice(String rule) {
    ObjectNode machine = machine("JSONPath", "S0");
    ObjectNode states = (ObjectNode) machine.path("States");
    put(states, 0, "{'Type':'Choice','Choices':[%s],'Default':'S1'}".formatted(rule));
    put(states, 1, "{'Type':'Succeed'}");
    return (State.Choice) Asl.parse(Json.write(machine)).orThrow().graph().start();
  }

  static ObjectNode machine(String language, String start) {
    ObjectNode machine = Json.mapper().createObjectNode();
    machine.put("QueryLanguage", language).put("StartAt", start).putObject("States");
    return machine;
  }

  static void put(ObjectNode states, int number, String state) {
    states.set("S" + number, json(state));
  }

  /// JSON in single quotes.
  static JsonNode json(String text) {
    try {
      return Json.parse(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("a benchmark's own JSON: " + text, e);
    }
  }

  static final String TASK =
      """
      {'Type':'Task','Resource':'arn:aws:states:::lambda:invoke',
       'Parameters':{'FunctionName':'price','Payload':{'id.$':'$.order.id','lines.$':'$.order.lines[*].sku'}},
       'ResultSelector':{'price.$':'$.Payload'},'ResultPath':'$.priced','TimeoutSeconds':30,
       'Retry':[{'ErrorEquals':['Lambda.TooManyRequestsException','States.Timeout'],'MaxAttempts':3}],
       'Catch':[{'ErrorEquals':['States.ALL'],'ResultPath':'$.error','Next':'S100'}],'Next':'%s'}
      """;

  static final String PASS =
      """
      {'Type':'Pass','Parameters':{'order.$':'$.order','by':'pass','when.$':'$$.State.EnteredTime'},'Next':'%s'}
      """;

  static final String CHOICE =
      """
      {'Type':'Choice','Choices':[
        {'Variable':'$.order.total','NumericGreaterThan':10000,'Next':'%s'},
        {'And':[{'Variable':'$.order.express','BooleanEquals':true},
                {'Variable':'$.order.currency','StringEquals':'EUR'}],'Next':'%s'},
        {'Variable':'$.order.customer.country','StringMatches':'G*','Next':'%s'}],'Default':'%s'}
      """;

  static final String JSONATA_PASS =
      """
      {'Type':'Pass','Assign':{'total':'{%% $sum($states.input.order.lines.(price * quantity)) %%}'},
       'Output':{'order':'{%% $states.input.order %%}',
                 'skus':'{%% $states.input.order.lines[price > 10].sku %%}'},'Next':'%s'}
      """;
}
