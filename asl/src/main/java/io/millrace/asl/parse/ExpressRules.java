package io.millrace.asl.parse;

import io.millrace.asl.Diagnostic;
import io.millrace.asl.model.ProcessorConfig;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Span;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.StateMachineDefinition;
import java.util.List;

/// What a machine of type EXPRESS must not contain. Recorded and measured on AWS, wording included:
/// the sentence about task tokens has a space after its end.
public final class ExpressRules {
  private final Findings findings = new Findings();

  private ExpressRules() {}

  /// The findings, none when the definition may be EXPRESS.
  public static List<Diagnostic> check(StateMachineDefinition definition) {
    ExpressRules rules = new ExpressRules();
    rules.graph(definition.graph());
    return rules.findings.all();
  }

  private void graph(StateGraph graph) {
    for (State state : graph.states().values()) {
      switch (state) {
        case State.Task task -> task(task);
        case State.Parallel parallel -> parallel.branches().forEach(this::graph);
        case State.Map map -> map(map);
        case State.Pass _, State.Choice _, State.Wait _, State.Succeed _, State.Fail _ -> {}
      }
    }
  }

  private void task(State.Task task) {
    Span span = task.span();
    Span resource = new Span(span.pointer() + "/Resource", span.line(), span.column());
    switch (task.resource()) {
      case Resource.LambdaFunction _ -> {}
      case Resource.Activity _ ->
          findings.report(
              Rule.NOT_IN_EXPRESS, resource, "Express state machine does not support Activity ARN");
      case Resource.ServiceIntegration integration -> {
        switch (integration.pattern()) {
          case REQUEST_RESPONSE -> {}
          case SYNC, SYNC_2 ->
              findings.report(
                  Rule.NOT_IN_EXPRESS,
                  resource,
                  "Express state machine does not support '.sync' service integration");
          case WAIT_FOR_TASK_TOKEN ->
              findings.report(
                  Rule.NOT_IN_EXPRESS,
                  resource,
                  "Express state machine does not support '.waitForTaskToken' service integration"
                      + " ");
        }
      }
    }
  }

  private void map(State.Map map) {
    if (map.config().mode() == ProcessorConfig.Mode.DISTRIBUTED) {
      findings.report(
          Rule.NOT_IN_EXPRESS,
          map.span(),
          "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state"
              + " machines");
    }
    graph(map.processor());
  }
}
