package io.millrace.engine.decide;

import io.millrace.asl.expression.Expression;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.DataFlow;
import io.millrace.engine.execution.Frame;
import io.millrace.engine.execution.Scopes;
import org.jspecify.annotations.Nullable;

/// What a state works on: InputPath and Parameters, or Arguments.
final class Inputs {
  private Inputs() {}

  /// The input after InputPath; a JSONata state's input is the raw one.
  static Payload effective(Run run, Frame frame) {
    if (frame.state().flow() instanceof DataFlow.JsonPath path && path.inputPath() != null) {
      Expression inputPath = path.inputPath();
      return Payload.ofNode(
          inputPath.evaluate(Scopes.repeatable(run.x, frame, frame.input().node())));
    }
    return frame.input();
  }

  /// The effective input after Parameters or Arguments; itself where the state has neither.
  static Payload arguments(Run run, Frame frame, Payload effective, @Nullable String taskToken) {
    Expression template =
        switch (frame.state().flow()) {
          case DataFlow.JsonPath path -> path.parameters();
          case DataFlow.Jsonata jsonata -> jsonata.arguments();
        };
    if (template == null) {
      return effective;
    }
    return Payload.ofNode(
        template.evaluate(
            Scopes.once(
                run.x, frame, effective.node(), Scopes.Use.ARGUMENTS, taskToken, run.nowMillis)));
  }
}
