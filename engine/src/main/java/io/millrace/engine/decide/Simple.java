package io.millrace.engine.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.ChoiceRule;
import io.millrace.asl.model.State;
import io.millrace.asl.model.Transition;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Scopes;

/// States that never wait: Pass, Choice, Succeed.
final class Simple {
  private Simple() {}

  static void pass(Run run, Frame frame, State.Pass pass) {
    JsonNode fixed = pass.result();
    Payload result =
        fixed == null
            ? Inputs.arguments(run, frame, Inputs.effective(run, frame), null)
            : Payload.ofNode(fixed);
    Outputs.leave(run, frame, result);
  }

  static void succeed(Run run, Frame frame) {
    Outputs.leave(run, frame, Inputs.effective(run, frame));
  }

  static void choice(Run run, Frame frame, State.Choice choice) {
    Payload input = Inputs.effective(run, frame);
    Scope scope = run.scope(frame, input.node(), Scopes.Use.CHOICE);
    for (ChoiceRule rule : choice.choices()) {
      if (rule.condition().test(scope)) {
        Outputs.leaveChoice(run, frame, input, rule);
        Stepping.follow(run, frame, new Transition.Next(rule.next()));
        return;
      }
    }
    String otherwise = choice.defaultNext();
    if (otherwise == null) {
      // As AWS words it; the guide's States.NoChoiceMatched is not what an execution shows.
      throw new ExpressionFailure(
          "States.Runtime",
          "Failed to transition out of the state. The state does not point to a next state.",
          null);
    }
    Outputs.leaveChoice(run, frame, input, null);
    Stepping.follow(run, frame, new Transition.Next(otherwise));
  }
}
