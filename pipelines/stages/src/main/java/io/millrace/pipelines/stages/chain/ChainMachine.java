package io.millrace.pipelines.stages.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes a chain's state machine: Amazon States Language with JSONata, one Task for each stage and
/// a router before them that starts where the input says.
///
/// An Express execution leaves no history, so its stages' failures are caught and recorded in the
/// bucket before it fails. A Standard execution is not to be caught: RedriveExecution goes on at
/// the state that failed (developer guide, "Restarting state machine executions with redrive"), and
/// that must be the stage, not a state that handles its failure.
public final class ChainMachine {
  /// The folder of a run in which failed executions are recorded, beside the stages' folders.
  static final String FAILURES = "failures";

  /// Names of states that are no stages.
  static final Set<String> OWN_STATES =
      Set.of(
          "CheckInput",
          "BatchNotOne",
          "ReadInput",
          "StartAtStage",
          "UnknownStage",
          "RunIdMissing",
          "RecordFailure",
          "ChainFailed");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// What the input is: the one message of a pipe's batch, or what somebody started it with.
  private static final String MESSAGE =
      "$in := $type($states.input) = 'array' ? $states.input[0] : $states.input; ";

  private ChainMachine() {}

  /// The definition's text. The same chain always has the same text.
  public static String definition(Chain chain) {
    var machine = JSON.objectNode();
    machine.put(
        "Comment",
        chain.name()
            + ": "
            + chain.stages().size()
            + " stages chained through S3. Generated from the chain's list of stages; change"
            + " that.");
    machine.put("QueryLanguage", "JSONata");
    machine.put("TimeoutSeconds", chain.executionTimeout().toSeconds());
    machine.put("StartAt", "CheckInput");
    var states = machine.putObject("States");
    addEntry(states, chain);
    for (var stage : chain.stages()) {
      states.set(stage.name(), StageStates.task(chain, stage));
    }
    if (chain.type() == Chain.Type.EXPRESS) {
      addFailure(states, chain);
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(machine);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree always has a text.", e);
    }
  }

  private static void addEntry(ObjectNode states, Chain chain) {
    var check = states.putObject("CheckInput");
    check.put("Type", "Choice");
    addChoice(
        check.putArray("Choices"),
        "$type($states.input) = 'array' and $count($states.input) != 1",
        "BatchNotOne");
    check.put("Default", "ReadInput");

    addFail(
        states,
        "BatchNotOne",
        "Stages.BatchNotOne",
        expression(
            "'The input holds ' & $count($states.input) & ' messages. A run is for one: set the"
                + " batch size of the pipe to 1.'"));

    var read = states.putObject("ReadInput");
    read.put("Type", "Pass");
    read.put(
        "Comment",
        "A message that is delivered again keeps its id, and one that is published again its"
            + " attribute runId, so its run finds what was finished. Without both, the run is named"
            + " as the execution.");
    var assign = read.putObject("Assign");
    assign.put(
        "runId",
        message(
            "$exists($in.runId) ? $string($in.runId) : "
                + "$exists("
                + attribute("runId")
                + ") ? "
                + attribute("runId")
                + " : $exists($in.messageId) ?"
                + " $string($in.messageId) : $states.context.Execution.Name"));
    assign.put(
        "hasRunId",
        message(
            "$exists($in.runId) or $exists(" + attribute("runId") + ") or $exists($in.messageId)"));
    assign.put(
        "resumeFromStage",
        message(
            "$exists($in.resumeFromStage) ? $string($in.resumeFromStage) : $exists("
                + attribute("resumeFromStage")
                + ") ? "
                + attribute("resumeFromStage")
                + " : ''"));
    assign.put(
        "initialData",
        message(
            "$exists($in.body) ? $in.body : $exists($in.initialData) ? $in.initialData : null"));
    assign.put("force", message("$in.force = true"));
    read.putObject("Output");
    read.put("Next", "StartAtStage");

    addRouter(states, chain);
  }

  private static void addRouter(ObjectNode states, Chain chain) {
    var first = chain.stages().getFirst().name();
    var router = states.putObject("StartAtStage");
    router.put("Type", "Choice");
    var choices = router.putArray("Choices");
    addChoice(choices, "$resumeFromStage = '' or $resumeFromStage = '" + first + "'", first);
    for (var stage : chain.stages().subList(1, chain.stages().size())) {
      addChoice(choices, "$hasRunId and $resumeFromStage = '" + stage.name() + "'", stage.name());
    }
    var names = chain.stages().stream().map(ChainStage::name).collect(Collectors.joining(", "));
    var quoted =
        chain.stages().stream()
            .map(stage -> "'" + stage.name() + "'")
            .collect(Collectors.joining(", "));
    addChoice(choices, "$resumeFromStage in [" + quoted + "]", "RunIdMissing");
    router.put("Default", "UnknownStage");

    addFail(
        states,
        "UnknownStage",
        "Stages.UnknownStage",
        expression(
            "'There is no stage ' & $resumeFromStage & ' to resume from. The stages are "
                + names
                + ".'"));
    addFail(
        states,
        "RunIdMissing",
        "Stages.RunIdMissing",
        expression(
            "'To resume from ' & $resumeFromStage & ', the input needs runId: the run whose outputs"
                + " are read.'"));
  }

  private static void addFailure(ObjectNode states, Chain chain) {
    var record = states.putObject("RecordFailure");
    record.put("Type", "Task");
    record.put("Comment", "An Express execution keeps no history: this is what is left of it");
    record.put("Resource", "arn:aws:states:::aws-sdk:s3:putObject");
    var arguments = record.putObject("Arguments");
    arguments.put("Bucket", chain.bucket());
    arguments.put(
        "Key",
        expression(
            "'executions/' & $runId & '/"
                + FAILURES
                + "/' & $states.context.Execution.Name & '.json'"));
    arguments.put("ContentType", "application/json");
    var body = arguments.putObject("Body");
    body.put("runId", expression("$runId"));
    body.put("execution", expression("$states.context.Execution.Id"));
    body.put("stage", expression("$failure.stage"));
    body.put("error", expression("$failure.error"));
    body.put("cause", expression("$failure.cause"));
    body.put("at", expression("$states.context.State.EnteredTime"));
    record.put("TimeoutSeconds", 10);
    var retrier = record.putArray("Retry").addObject();
    retrier.putArray("ErrorEquals").add("States.ALL");
    retrier.put("IntervalSeconds", 1);
    retrier.put("MaxAttempts", 2);
    retrier.put("BackoffRate", 2);
    retrier.put("JitterStrategy", "FULL");
    var catcher = record.putArray("Catch").addObject();
    catcher.putArray("ErrorEquals").add("States.ALL");
    catcher.put("Next", "ChainFailed");
    record.put("Next", "ChainFailed");

    var failed = states.putObject("ChainFailed");
    failed.put("Type", "Fail");
    failed.put("Error", expression("$failure.error"));
    failed.put("Cause", expression("$failure.cause"));
  }

  private static void addChoice(ArrayNode choices, String condition, String next) {
    var choice = choices.addObject();
    choice.put("Condition", expression(condition));
    choice.put("Next", next);
  }

  private static void addFail(ObjectNode states, String name, String error, String cause) {
    var fail = states.putObject(name);
    fail.put("Type", "Fail");
    fail.put("Error", error);
    fail.put("Cause", cause);
  }

  static String expression(String jsonata) {
    return "{% " + jsonata + " %}";
  }

  /// What the sender of a message has said beside the body; a pipe hands it over in the form of
  /// Lambda's events (Lambda developer guide, "Using Lambda with Amazon SQS").
  private static String attribute(String name) {
    return "$in.messageAttributes." + name + ".stringValue";
  }

  private static String message(String jsonata) {
    return expression("(" + MESSAGE + jsonata + ")");
  }
}
