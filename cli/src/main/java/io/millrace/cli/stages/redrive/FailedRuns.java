package io.millrace.cli.stages.redrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.cli.wiring.StageClients;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.triggers.pipe.PipeClients;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;

/// Lets runs of a chain go on that have failed.
///
/// @param clients of the services where they ran
record FailedRuns(StageClients clients, Chain chain) {
  private static final int RESUMES_MAX = 1_000;

  /// Runs that can stand in an execution's name with more behind them (API_StartExecution).
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  /// What came of it.
  ///
  /// @param message for a person
  record End(boolean failed, String message) {}

  /// RedriveExecution: the same execution goes on at the state that failed.
  ///
  /// @param execution its ARN, or its name
  End redrive(String execution) {
    var arn = execution.startsWith("arn:") ? execution : executionArn(execution);
    if (arn.contains(":express:")) {
      throw expressIsNotRedriven();
    }
    var redriven = clients.sfn().redriveExecution(redrive -> redrive.executionArn(arn));
    return new End(false, arn + " goes on since " + redriven.redriveDate());
  }

  private String executionArn(String name) {
    if (chain.type() == Chain.Type.EXPRESS) {
      throw expressIsNotRedriven();
    }
    return machine().replace(":stateMachine:", ":execution:") + ":" + name;
  }

  private NotResumableException expressIsNotRedriven() {
    return new NotResumableException(
        "An execution of an Express chain cannot be redriven. Use --run with the id of its run, the"
            + " name of its folder below executions/ in the bucket; or name a Standard chain with"
            + " --chain.");
  }

  /// Starts an execution that reads an earlier run's outputs.
  ///
  /// @param stage where, or null for the stage that failed last
  End resume(String run, @Nullable String stage) {
    var from = stage == null ? failedStage(run) : stage;
    if (from.equals(chain.stages().getFirst().name())) {
      throw new NotResumableException(
          "The first stage of run "
              + run
              + " reads the message, which is not stored. Put the message back with --dlq, or"
              + " publish it again.");
    }
    var input =
        StageJson.text(
            StageJson.MAPPER.createObjectNode().put("runId", run).put("resumeFromStage", from));
    return switch (chain.type()) {
      case STANDARD ->
          new End(false, "run %s goes on at %s: %s".formatted(run, from, started(run, input)));
      case EXPRESS -> toItsEnd(run, from, input);
    };
  }

  /// Starts it under a name that says which run it belongs to and is no message's id; twice at the
  /// same time is once (API_StartExecution: idempotent while it runs with the same input).
  ///
  /// @return its ARN
  private String started(String run, String input) {
    var machine = machine();
    for (int number = 1; number <= RESUMES_MAX; number++) {
      var name = nameOf(run) + "-resumed-" + number;
      try {
        return clients
            .sfn()
            .startExecution(start -> start.stateMachineArn(machine).name(name).input(input))
            .executionArn();
      } catch (ExecutionAlreadyExistsException _) {
        // That resumption has ended.
      }
    }
    throw new NotResumableException(
        "Run " + run + " has been resumed " + RESUMES_MAX + " times already.");
  }

  private static String nameOf(String run) {
    return NAME.matcher(run).matches()
        ? run
        : UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// Waits for as long as an Express execution may take, and starts it once.
  private End toItsEnd(String run, String from, String input) {
    var machine = machine();
    try (var patient = PipeClients.stepFunctions(clients.stepFunctions(), 1)) {
      var ended =
          patient.startSyncExecution(
              start -> start.stateMachineArn(machine).name(nameOf(run) + "-resumed").input(input));
      return ended.status() == SyncExecutionStatus.SUCCEEDED
          ? new End(false, "run %s went on at %s and succeeded".formatted(run, from))
          : new End(
              true,
              "run %s went on at %s and ended %s: %s: %s"
                  .formatted(run, from, ended.statusAsString(), ended.error(), ended.cause()));
    }
  }

  /// The stage that the youngest record of a failed execution names; of a Standard chain, which
  /// keeps no such records, the first stage without an output.
  private String failedStage(String run) {
    var prefix = "executions/" + run + "/";
    List<S3Object> objects =
        clients
            .s3()
            .listObjectsV2Paginator(list -> list.bucket(chain.bucket()).prefix(prefix))
            .contents()
            .stream()
            .toList();
    if (objects.isEmpty()) {
      throw new NotResumableException(
          "There is no run " + run + " in the bucket " + chain.bucket() + ".");
    }
    return objects.stream()
        .filter(object -> object.key().startsWith(prefix + "failures/"))
        .max(Comparator.comparing(S3Object::lastModified))
        .flatMap(this::stageOf)
        .or(() -> firstWithoutOutput(prefix, objects.stream().map(S3Object::key).toList()))
        .orElseThrow(
            () ->
                new NotResumableException(
                    "All stages of run " + run + " have finished; name one with --from."));
  }

  private Optional<String> firstWithoutOutput(String prefix, List<String> keys) {
    return chain.stages().stream()
        .map(ChainStage::name)
        .filter(name -> !keys.contains(prefix + name + "/manifest.json"))
        .filter(name -> !keys.contains(prefix + name + "/_SUCCESS"))
        .findFirst();
  }

  private Optional<String> stageOf(S3Object failure) {
    var text =
        clients
            .s3()
            .getObjectAsBytes(get -> get.bucket(chain.bucket()).key(failure.key()))
            .asUtf8String();
    try {
      var stage = StageJson.MAPPER.readTree(text).path("stage").asText();
      return stage.isEmpty() ? Optional.empty() : Optional.of(stage);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private String machine() {
    return clients.sfn().listStateMachinesPaginator().stateMachines().stream()
        .filter(one -> one.name().equals(chain.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new NotResumableException(
                    "There is no state machine " + chain.name() + "; name its chain with --chain."))
        .stateMachineArn();
  }
}
