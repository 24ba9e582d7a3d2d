package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Lookup;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Member;
import io.millrace.asl.lint.shape.Shape;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a state makes of its result: ResultSelector, ResultPath, OutputPath and Assign, or Output
/// and Assign.
final class Results {
  private Results() {}

  /// What a JSONPath state that has worked hands on.
  ///
  /// @param site with the raw input
  /// @param what the result in words: `the answer of lambda:invoke`
  static Facts jsonPath(Site site, Shape result, String what) {
    StateNode state = site.state();
    JsonNode selector = state.field("ResultSelector");
    Shape selected = result;
    String made = what;
    if (selector != null && selector.isObject()) {
      selected =
          JsonPathValues.template(
              site.withInput(result), selector, state.at("ResultSelector"), "ResultSelector");
      made = "what its ResultSelector makes";
    }
    site.recorder().result(state, selected);
    Shape variables = assign(site, selected, state.field("Assign"), state.at("Assign"));
    Shape combined = combined(site, state.json(), state.pointer(), selected, made);
    return new Facts(outputPath(site, combined), variables);
  }

  /// ResultPath of a state or a Catcher.
  static Shape combined(Site site, JsonNode holder, String pointer, Shape result, String what) {
    JsonNode path = holder.path("ResultPath");
    String name = site.state().name();
    if (path.isNull()) {
      return site.input();
    }
    if (path.isMissingNode() || path.asText().equals("$")) {
      String why = path.isMissingNode() ? "ResultPath is absent there" : "ResultPath is $ there";
      String text = "`" + name + "` replaces its whole input with " + what + ", because " + why;
      String at = path.isMissingNode() ? pointer : pointer + "/ResultPath";
      String fix =
          "Set ResultPath "
              + (pointer.equals(site.state().pointer()) ? "at" : "in the Catch of")
              + " `"
              + name
              + "`: null drops "
              + what
              + ", a path such as \"$."
              + example(name, what)
              + "\" keeps it beside the input.";
      return result.madeBy(new Made(new Cause(at, text, fix), site.input()));
    }
    DataPath into = DataPath.of(path.asText());
    if (into.root() != DataPath.Root.INPUT || !into.definite()) {
      return Shape.ANY;
    }
    Lookup.Found before = Lookup.find(site.input(), into.steps());
    String text = "`" + name + "` puts " + what + " at `" + into.text() + "`";
    Shape old = before.presence().isLack() ? null : before.shape();
    Made made = new Made(new Cause(pointer + "/ResultPath", text), old);
    Shape combined = Lookup.put(site.input(), into.steps(), result.madeBy(made));
    if (combined != null) {
      return Joining.bounded(combined);
    }
    String problem =
        "the result cannot be put at `"
            + into.text()
            + "`, because the input there is "
            + JsonPathValues.described(site.input());
    site.recorder()
        .mismatch(
            new Mismatch(
                site.state(),
                pointer + "/ResultPath",
                problem,
                "States.ResultPathMatchFailure",
                JsonPathValues.causes(site.input().made())));
    return Shape.ANY;
  }

  private static String example(String name, String what) {
    if (what.endsWith("error output")) {
      return "error";
    }
    String word =
        name.codePoints()
            .filter(Character::isLetterOrDigit)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    int capitals = 0;
    while (capitals < word.length() && Character.isUpperCase(word.charAt(capitals))) {
      capitals++;
    }
    // TTSChapter becomes ttsChapter.
    int lower = capitals > 1 && capitals < word.length() ? capitals - 1 : capitals;
    return word.isEmpty()
        ? "result"
        : word.substring(0, lower).toLowerCase(Locale.ROOT) + word.substring(lower);
  }

  /// OutputPath.
  static Shape outputPath(Site site, Shape output) {
    JsonNode path = site.state().field("OutputPath");
    if (path == null) {
      return output;
    }
    String pointer = site.state().at("OutputPath");
    String name = site.state().name();
    if (path.isNull()) {
      return Shape.object(
          Map.of(), new Made(new Cause(pointer, "OutputPath of `" + name + "` is null"), output));
    }
    if (!path.asText().startsWith("$") || path.asText().equals("$")) {
      return output;
    }
    Shape kept = JsonPathValues.path(site.withInput(output), path.asText(), pointer);
    String text = "`" + name + "` hands on only `" + path.asText() + "`, because of its OutputPath";
    String fix = "Select it with the OutputPath of `" + name + "`, too.";
    return kept.madeBy(new Made(new Cause(pointer, text, fix), output));
  }

  /// The variables after `Assign` of a JSONPath state, whose `$` is the result.
  static Shape assign(Site site, Shape result, @Nullable JsonNode assign, String pointer) {
    if (assign == null || !assign.isObject()) {
      return site.variables();
    }
    Shape values = JsonPathValues.template(site.withInput(result), assign, pointer, "Assign");
    return withAll(site.variables(), values);
  }

  /// The variables with these assigned.
  static Shape withAll(Shape variables, Shape values) {
    Shape all = variables;
    for (Map.Entry<String, Member> entry : values.members().entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /// What a JSONata state hands on.
  ///
  /// @param holder the state, a Choice rule, or a Catcher
  /// @param byDefault what is handed on without `Output`
  /// @param why why that is so, for reasons
  static Facts jsonata(
      Jsonata.Place place, JsonNode holder, String pointer, Shape byDefault, String why) {
    Site site = place.site();
    JsonNode assign = holder.path("Assign");
    Shape variables = site.variables();
    if (assign.isObject()) {
      Shape values = Jsonata.field(place, assign, pointer + "/Assign", "Assign");
      variables = withAll(variables, values);
    }
    JsonNode output = holder.path("Output");
    if (output.isMissingNode()) {
      boolean handsOn = byDefault.is(site.input());
      String fix =
          "Give `" + site.state().name() + "` an Output that keeps it, or Assign it to a variable.";
      Made made = new Made(new Cause(pointer, why, fix), site.input());
      return new Facts(handsOn ? byDefault : byDefault.madeBy(made), variables);
    }
    Shape value = Jsonata.field(place, output, pointer + "/Output", "Output");
    Cause cause =
        new Cause(
            pointer + "/Output",
            "`" + site.state().name() + "` hands on only what its Output makes",
            "Add it to the Output of `" + site.state().name() + "`, or Assign it to a variable.");
    boolean same = value.is(site.input());
    return new Facts(same ? value : value.madeBy(new Made(cause, site.input())), variables);
  }

  /// The error output a Catcher gets.
  static Shape errorOutput(StateNode state) {
    return Shape.object(
        Map.of(
            "Error", Member.of(Shape.of(Kind.STRING)), "Cause", Member.of(Shape.of(Kind.STRING))),
        new Made(
            new Cause(
                state.pointer(), "an error output of `" + state.name() + "` has Error and Cause"),
            null));
  }
}
