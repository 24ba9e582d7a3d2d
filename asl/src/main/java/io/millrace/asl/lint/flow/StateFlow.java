package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Handler;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Examples;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Lookup;
import io.millrace.asl.lint.shape.Shape;
import io.millrace.asl.lint.shape.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What one state does to data.
final class StateFlow {
  /// Fields outside payload templates that hold a path.
  private static final List<String> PATH_FIELDS =
      List.of(
          "TimeoutSecondsPath",
          "HeartbeatSecondsPath",
          "MaxConcurrencyPath",
          "ToleratedFailureCountPath",
          "ToleratedFailurePercentagePath",
          "SecondsPath",
          "TimestampPath",
          "ErrorPath",
          "CausePath",
          // Not fields of AWS's language: what their authors want to read is lost all the same.
          "MaxConcurrency.$",
          "TimeoutSeconds.$",
          "HeartbeatSeconds.$",
          "Seconds.$",
          "ItemsPath.$");

  private final Flow flow;
  private final Surroundings surroundings;
  private final Recorder recorder;

  StateFlow(Flow flow, Surroundings surroundings, Recorder recorder) {
    this.flow = flow;
    this.surroundings = surroundings;
    this.recorder = recorder;
  }

  Outcome run(StateNode state, Facts entry) {
    recorder.entered(state, entry);
    Site site =
        new Site(state, surroundings.context(state), entry.variables(), entry.input(), recorder);
    Outcome outcome = new Outcome();
    if (state.isType("Choice")) {
      new ChoiceFlow(site, outcome).run();
    } else if (state.isJsonata()) {
      leave(state, outcome, jsonata(site));
    } else {
      leave(state, outcome, jsonPath(site));
    }
    caught(site, outcome);
    return outcome;
  }

  private static void leave(StateNode state, Outcome outcome, Facts facts) {
    if (state.isType("Fail")) {
      return;
    }
    if (state.isTerminal()) {
      outcome.end(facts);
      return;
    }
    for (Edge edge : state.edges()) {
      if (edge.kind() == Edge.Kind.NEXT) {
        outcome.to(edge, facts);
      }
    }
  }

  private Facts jsonPath(Site site) {
    StateNode state = site.state();
    List<Step> prefix = new ArrayList<>();
    Shape effective = inputPath(site, prefix);
    Site within = site.withInput(effective);
    Shape arguments = arguments(within);
    for (String field : PATH_FIELDS) {
      String text = state.text(field);
      if (!text.isEmpty()) {
        JsonPathValues.dynamic(within, field, text, state.at(field));
      }
    }
    Shape result = result(within, arguments);
    lift(site, prefix, effective, within.input());
    if (List.of("Wait", "Succeed", "Fail").contains(state.type())) {
      Shape variables =
          Results.assign(site, within.input(), state.field("Assign"), state.at("Assign"));
      return new Facts(Results.outputPath(site, within.input()), variables);
    }
    return Results.jsonPath(site, result, words(state));
  }

  /// What was read from the effective input with success is in the raw input, too.
  private static void lift(Site site, List<Step> prefix, Shape before, Shape after) {
    JsonNode inputPath = site.state().field("InputPath");
    if (inputPath == null || inputPath.asText().equals("$")) {
      site.refine(after);
    } else if (!prefix.isEmpty() && !before.is(after)) {
      site.refine(Lookup.require(site.input(), prefix, after));
    }
  }

  static Shape inputPath(Site site, List<Step> prefix) {
    JsonNode path = site.state().field("InputPath");
    if (path == null || path.asText().equals("$")) {
      return site.input();
    }
    if (path.isNull()) {
      return Shape.object(Map.of(), null);
    }
    if (!path.asText().startsWith("$")) {
      return Shape.ANY;
    }
    DataPath read = DataPath.of(path.asText());
    if (read.root() == DataPath.Root.INPUT && read.definite()) {
      prefix.addAll(read.steps());
    }
    return site.read(read, site.state().at("InputPath"), Read.Effect.FAILS);
  }

  /// What the work gets: Parameters, or the effective input. A Map's `Parameters` select its items.
  private static Shape arguments(Site site) {
    JsonNode parameters = site.state().field("Parameters");
    boolean takes = List.of("Task", "Pass", "Parallel").contains(site.state().type());
    JsonNode credentials = site.state().field("Credentials");
    if (credentials != null) {
      JsonPathValues.template(site, credentials, site.state().at("Credentials"), "Credentials");
    }
    return parameters == null || !takes
        ? site.input()
        : JsonPathValues.template(site, parameters, site.state().at("Parameters"), "Parameters");
  }

  private Shape result(Site site, Shape arguments) {
    StateNode state = site.state();
    JsonNode constant = state.field("Result");
    return switch (state.type()) {
      case "Pass" -> constant == null ? arguments : Joining.bounded(Examples.exact(constant));
      case "Task" -> Answers.of(state);
      case "Parallel" -> flow.parallel(site, arguments, surroundings, recorder);
      case "Map" -> new MapFlow(flow, surroundings, recorder).jsonPath(site);
      default -> arguments;
    };
  }

  private static String words(StateNode state) {
    return switch (state.type()) {
      case "Task" -> "the answer of " + state.integration().description();
      case "Parallel" -> "the array of its branches' outputs";
      case "Map" -> "the array of its items' results";
      default ->
          state.has("Result")
              ? "its Result"
              : state.has("Parameters") ? "what its Parameters make" : "what its InputPath selects";
    };
  }

  private Facts jsonata(Site site) {
    StateNode state = site.state();
    Jsonata.Place place = new Jsonata.Place(site, null, null);
    Shape arguments = site.input();
    for (String field :
        List.of(
            "Arguments",
            "TimeoutSeconds",
            "HeartbeatSeconds",
            "Seconds",
            "Timestamp",
            "Error",
            "Cause",
            "MaxConcurrency",
            "ToleratedFailureCount",
            "ToleratedFailurePercentage",
            "Credentials")) {
      JsonNode node = state.field(field);
      if (node != null) {
        Shape value = Jsonata.field(place, node, state.at(field), field);
        arguments = field.equals("Arguments") ? value : arguments;
      }
    }
    Shape result =
        switch (state.type()) {
          case "Task" -> Answers.of(state);
          case "Parallel" -> flow.parallel(site, arguments, surroundings, recorder);
          case "Map" -> new MapFlow(flow, surroundings, recorder).jsonata(place);
          default -> site.input();
        };
    recorder.result(state, result);
    boolean works = List.of("Task", "Parallel", "Map").contains(state.type());
    String why =
        "`"
            + state.name()
            + "` replaces its whole input with "
            + words(state)
            + ", because Output is absent there";
    return Results.jsonata(
        new Jsonata.Place(site, works ? result : null, null),
        state.json(),
        state.pointer(),
        works ? result : site.input(),
        why);
  }

  /// The ways of the catchers.
  private static void caught(Site site, Outcome outcome) {
    StateNode state = site.state();
    List<Handler> catchers = state.catchers();
    for (Edge edge : state.edges()) {
      if (edge.kind() != Edge.Kind.CATCH) {
        continue;
      }
      Handler catcher = catchers.get(edge.index());
      Shape error = Results.errorOutput(state);
      String what = "the error output";
      Facts facts;
      if (state.isJsonata()) {
        String why = "the Catch of `" + state.name() + "` hands on only the error output";
        Jsonata.Place place = new Jsonata.Place(site, null, error);
        facts = Results.jsonata(place, catcher.json(), catcher.pointer(), error, why);
      } else {
        Shape variables =
            Results.assign(
                site, error, catcher.json().get("Assign"), catcher.pointer() + "/Assign");
        Shape input = Results.combined(site, catcher.json(), catcher.pointer(), error, what);
        facts = new Facts(input, variables);
      }
      outcome.to(edge, facts);
    }
  }
}
