package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.Transition;
import io.millrace.asl.model.WaitUntil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one state.
final class StateParser {
  private final String name;
  private final Fields fields;
  private final QueryLanguage machineLanguage;
  private final QueryLanguage language;
  private final ExpressionParser expressions;

  StateParser(String name, Fields fields, QueryLanguage machineLanguage) {
    this.name = name;
    this.fields = fields;
    this.machineLanguage = machineLanguage;
    this.language = DefinitionParser.language(fields, machineLanguage);
    this.expressions = new ExpressionParser(fields, language);
  }

  /// The state, or null when its type is missing or unknown.
  @Nullable State state() {
    fields.take("Comment");
    String type =
        fields.oneOf(
            "Type", "Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map");
    State state =
        switch (type) {
          case "Pass" -> pass();
          case "Task" -> task();
          case "Choice" -> choice();
          case "Wait" -> waiting();
          case "Succeed" -> succeed();
          case "Fail" -> fail();
          case "Parallel" -> parallel();
          case "Map" -> new MapParser(name, fields, language, machineLanguage).map();
          case null -> {
            fields.require("Type");
            yield null;
          }
          default -> null;
        };
    if (state != null) {
      expressions.rejectUnknown();
    }
    return state;
  }

  private State pass() {
    DataFlow flow =
        language == QueryLanguage.JSONPATH
            ? expressions.jsonPathFlow("InputPath", "Parameters", "ResultPath", "OutputPath")
            : expressions.jsonataFlow("Output");
    return new State.Pass(name, fields.span(), language, flow, result(), transition(fields));
  }

  private @Nullable JsonNode result() {
    JsonNode result = language == QueryLanguage.JSONPATH ? fields.take("Result") : null;
    if (result != null) {
      StaticPathRules.result(fields, result);
    }
    return result;
  }

  private State task() {
    DataFlow flow =
        language == QueryLanguage.JSONPATH
            ? expressions.jsonPathFlow(
                "InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath")
            : expressions.jsonataFlow("Arguments", "Output");
    fields.require("Resource");
    Resource resource = ResourceParser.resource(fields);
    IntegrationRules.check(fields, resource, language);
    Expression timeout = expressions.seconds("TimeoutSeconds");
    Expression heartbeat = expressions.seconds("HeartbeatSeconds");
    heartbeatIsShorter();
    RecoveryParser recovery = new RecoveryParser(fields, language);
    return new State.Task(
        name,
        fields.span(),
        language,
        flow,
        resource,
        timeout,
        heartbeat,
        expressions.credentials(resource instanceof Resource.Activity),
        recovery.retry(),
        recovery.catchers(),
        transition(fields));
  }

  /// Amazon States Language specification, "Timeouts and Heartbeats": the heartbeat is the shorter
  /// one. What is computed is only known when it runs.
  private void heartbeatIsShorter() {
    JsonNode timeout = fields.take("TimeoutSeconds");
    JsonNode heartbeat = fields.take("HeartbeatSeconds");
    if (timeout != null
        && heartbeat != null
        && timeout.isIntegralNumber()
        && heartbeat.isIntegralNumber()
        && heartbeat.bigIntegerValue().compareTo(timeout.bigIntegerValue()) >= 0) {
      fields
          .findings()
          .report(
              Rule.HEARTBEAT_TOO_LONG,
              fields.span("HeartbeatSeconds"),
              "HeartbeatSeconds must be smaller than TimeoutSeconds",
              "The task times out before it can miss a heartbeat.");
    }
  }

  private State choice() {
    DataFlow flow =
        language == QueryLanguage.JSONPATH
            ? expressions.jsonPathFlow("InputPath", "OutputPath")
            : expressions.jsonataFlow("Output");
    fields.require("Choices");
    return new State.Choice(
        name,
        fields.span(),
        language,
        flow,
        new ChoiceParser(fields, language).rules(),
        fields.text("Default"));
  }

  private State waiting() {
    DataFlow flow =
        language == QueryLanguage.JSONPATH
            ? expressions.jsonPathFlow("InputPath", "OutputPath")
            : expressions.jsonataFlow("Output");
    WaitUntil until = new WaitParser(fields, language).until();
    return new State.Wait(name, fields.span(), language, flow, until, transition(fields));
  }

  private State succeed() {
    return new State.Succeed(name, fields.span(), language, expressions.finalFlow());
  }

  private State fail() {
    Expression error = expressions.failText("Error");
    Expression cause = expressions.failText("Cause");
    return new State.Fail(name, fields.span(), language, expressions.emptyFlow(), error, cause);
  }

  private State parallel() {
    DataFlow flow =
        language == QueryLanguage.JSONPATH
            ? expressions.jsonPathFlow(
                "InputPath", "Parameters", "ResultSelector", "ResultPath", "OutputPath")
            : expressions.jsonataFlow("Arguments", "Output");
    fields.require("Branches");
    List<StateGraph> branches = new ArrayList<>();
    List<Fields> elements = fields.objects("Branches");
    if (fields.isEmptyArray("Branches")) {
      fields.findings().report(Rule.EMPTY_LIST, fields.span("Branches"), "Value cannot be empty");
    }
    for (Fields branch : elements) {
      branch.take("Comment");
      branches.add(new GraphParser(machineLanguage, fields.findings()).graph(branch));
      branch.rejectUnknown();
    }
    RecoveryParser recovery = new RecoveryParser(fields, language);
    return new State.Parallel(
        name,
        fields.span(),
        language,
        flow,
        branches,
        recovery.retry(),
        recovery.catchers(),
        transition(fields));
  }

  /// `Next` or `End: true`.
  static Transition transition(Fields fields) {
    JsonNode end = fields.take("End");
    String next = fields.text("Next");
    boolean ends = end != null && end.isBoolean() && end.booleanValue();
    if (end != null && !end.isBoolean()) {
      fields.wrongType("End", "Boolean");
    } else if (ends) {
      fields.atMostOne("Next", "End");
    } else if (!fields.has("Next")) {
      fields
          .findings()
          .report(
              Rule.EXCLUSIVE_FIELDS,
              fields.span(),
              "This object should have only one of the following fields: [Next, End]");
    }
    return next == null ? new Transition.End() : new Transition.Next(next);
  }
}
