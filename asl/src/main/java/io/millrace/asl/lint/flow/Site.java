package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Joining;
import io.millrace.asl.lint.shape.Lookup;
import io.millrace.asl.lint.shape.Made;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import io.millrace.asl.lint.shape.Step;
import java.util.List;

/// Where a state's expressions are evaluated. What is read with success is there from then on, so
/// the input grows more certain from field to field. Used by one thread.
final class Site {
  private final StateNode state;
  private final Shape context;
  private Shape variables;
  private final Recorder recorder;
  private Shape input;

  Site(StateNode state, Shape context, Shape variables, Shape input, Recorder recorder) {
    this.state = state;
    this.context = context;
    this.variables = variables;
    this.input = input;
    this.recorder = recorder;
  }

  /// The same place with another `$`.
  Site withInput(Shape other) {
    return new Site(state, context, variables, other, recorder);
  }

  /// The same place with another context object.
  Site withContext(Shape other) {
    return new Site(state, other, variables, input, recorder);
  }

  StateNode state() {
    return state;
  }

  Shape input() {
    return input;
  }

  void refine(Shape better) {
    input = better;
  }

  /// Takes over what another evaluation at this place has learnt.
  void refine(Site better) {
    input = better.input;
    variables = better.variables;
  }

  /// The same place with better knowledge of what a path starts from.
  Site withBase(DataPath path, Shape better) {
    return switch (path.root()) {
      case INPUT -> withInput(better);
      case VARIABLE -> new Site(state, context, better, input, recorder);
      case CONTEXT -> this;
    };
  }

  /// What is known where two evaluations at this place meet.
  Site join(Site other) {
    return new Site(
        state,
        context,
        Joining.join(variables, other.variables),
        Joining.join(input, other.input),
        recorder);
  }

  Shape context() {
    return context;
  }

  Shape variables() {
    return variables;
  }

  Recorder recorder() {
    return recorder;
  }

  /// What a path starts from.
  Shape base(DataPath path) {
    return switch (path.root()) {
      case INPUT -> input;
      case CONTEXT -> context;
      case VARIABLE -> variables;
    };
  }

  /// The steps below [#base].
  static List<Step> steps(DataPath path) {
    if (path.root() != DataPath.Root.VARIABLE) {
      return path.steps();
    }
    List<Step> steps = new java.util.ArrayList<>();
    steps.add(new Step.Name(path.variable()));
    steps.addAll(path.steps());
    return steps;
  }

  /// Reads a path that must find something. What cannot be there is reported, and taken to be there
  /// from then on: the author wants it, and later reads deserve findings of their own.
  Shape read(DataPath path, String pointer, Read.Effect effect) {
    Shape base = base(path);
    List<Step> steps = steps(path);
    Lookup.Found found = Lookup.find(base, steps);
    if (!path.definite()) {
      // Recorded: `$.items[*]` on `{}` gives `[]`.
      note(path, pointer, Presence.PRESENT, List.of(), Presence.PRESENT, found.shape(), effect);
      return Shape.ANY;
    }
    Shape shape = found.shape();
    List<Cause> causes = List.of();
    Presence origin = found.presence();
    if (found.presence().isDoubtful()) {
      Lookup.Explanation explanation = Lookup.explain(base, steps);
      causes = explanation.causes();
      // What was lost with its container was there as much as that.
      Presence whole = Lookup.explain(base, steps.subList(0, Math.min(1, steps.size()))).origin();
      origin = whole == Presence.PRESENT ? whole : explanation.origin();
      shape = found.presence() == Presence.MAYBE ? shape : explanation.before();
    }
    note(path, pointer, found.presence(), causes, origin, shape, effect);
    if (path.root() == DataPath.Root.INPUT && !isPastArray(found, path)) {
      restore(steps);
      Shape better = learnt(input, Lookup.require(input, steps, shape), path, pointer, "reads");
      input = better;
    }
    return shape;
  }

  /// The better knowledge, with the reason where it tells the type of the input.
  Shape learnt(Shape before, Shape after, DataPath path, String pointer, String verb) {
    Made made = before.made();
    boolean replaced = made != null && made.before() != null;
    boolean tells = !replaced && !before.isExample() && before.kinds().size() > 1;
    if (!tells || after.kinds().size() != 1) {
      return after;
    }
    String kind = after.kinds().iterator().next().withArticle();
    String text =
        "`" + state.name() + "` " + verb + " `" + path.text() + "`, so the input is " + kind;
    return after.madeBy(new Made(new Cause(pointer, text), null));
  }

  /// What holds the value is there again, too, as it was before it was lost.
  private void restore(List<Step> steps) {
    for (int i = 1; i < steps.size(); i++) {
      List<Step> prefix = steps.subList(0, i);
      if (Lookup.find(input, prefix).presence().isLack()) {
        input = Lookup.require(input, prefix, Lookup.explain(input, prefix).before());
      }
    }
  }

  private static boolean isPastArray(Lookup.Found found, DataPath path) {
    return found.presence() == Presence.ABSENT
        && !path.steps().isEmpty()
        && path.steps().getLast() instanceof Step.Index;
  }

  private void note(
      DataPath path,
      String pointer,
      Presence presence,
      List<Cause> causes,
      Presence origin,
      Shape found,
      Read.Effect effect) {
    recorder.read(
        new Read(state, pointer, path.text(), path, presence, causes, origin, found, effect));
  }
}
