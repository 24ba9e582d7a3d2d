package io.millrace.asl.lint.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.lint.machine.Edge;
import io.millrace.asl.lint.machine.Pointers;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Shape;
import io.millrace.asl.lint.shape.Step;
import java.util.ArrayList;
import java.util.List;

/// What a Choice does: each rule knows that those before it did not match.
final class ChoiceFlow {
  private final Site site;
  private final StateNode state;
  private final Outcome outcome;
  private final List<Verdict> verdicts = new ArrayList<>();

  ChoiceFlow(Site site, Outcome outcome) {
    this.site = site;
    this.state = site.state();
    this.outcome = outcome;
  }

  void run() {
    List<Step> prefix = new ArrayList<>();
    Shape effective = state.isJsonata() ? site.input() : StateFlow.inputPath(site, prefix);
    Site at = site.withInput(effective);
    JsonNode rules = state.json().path("Choices");
    boolean decided = false;
    for (int i = 0; i < rules.size(); i++) {
      if (decided) {
        verdicts.add(Verdict.SHADOWED);
        continue;
      }
      Verdict verdict = rule(at, rules.get(i), i);
      verdicts.add(verdict);
      decided = verdict == Verdict.ALWAYS;
    }
    site.recorder().verdicts(state, verdicts);
    if (!decided) {
      go(at, Edge.Kind.DEFAULT, 0, state.json(), state.pointer());
    }
  }

  private Verdict rule(Site at, JsonNode rule, int index) {
    String pointer = Pointers.child(state.at("Choices"), index);
    Verdict verdict;
    Site holds;
    if (state.isJsonata()) {
      verdict = condition(at, rule, pointer);
      holds = at;
    } else {
      verdict = Conditions.test(at, rule, pointer);
      holds = Conditions.assume(at, rule, true);
      at.refine(Conditions.assume(at, rule, false));
    }
    if (verdict != Verdict.NEVER) {
      go(holds, Edge.Kind.CHOICE, index, rule, pointer);
    }
    return verdict;
  }

  private static Verdict condition(Site at, JsonNode rule, String pointer) {
    JsonNode node = rule.path("Condition");
    if (node.isMissingNode()) {
      return Verdict.OPEN;
    }
    Shape value =
        Jsonata.field(
            new Jsonata.Place(at, null, null),
            node,
            Pointers.child(pointer, "Condition"),
            "Condition");
    JsonNode constant = value.constant();
    if (constant == null || !constant.isBoolean()) {
      return Verdict.OPEN;
    }
    return constant.booleanValue() ? Verdict.ALWAYS : Verdict.NEVER;
  }

  private void go(Site at, Edge.Kind kind, int index, JsonNode holder, String pointer) {
    for (Edge edge : state.edges()) {
      if (edge.kind() == kind && edge.index() == index) {
        outcome.to(edge, facts(at, holder, pointer));
      }
    }
  }

  private Facts facts(Site at, JsonNode holder, String pointer) {
    if (!state.isJsonata()) {
      Shape variables = Results.assign(at, at.input(), holder.get("Assign"), pointer + "/Assign");
      return new Facts(Results.outputPath(at, at.input()), variables);
    }
    boolean own = holder.has("Output") || !state.has("Output");
    Jsonata.Place place = new Jsonata.Place(at, null, null);
    Facts facts = Results.jsonata(place, holder, pointer, at.input(), "");
    if (own) {
      return facts;
    }
    Facts shared = Results.jsonata(place, state.json(), state.pointer(), at.input(), "");
    return new Facts(shared.input(), facts.variables());
  }
}
