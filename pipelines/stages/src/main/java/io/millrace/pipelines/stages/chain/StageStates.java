package io.millrace.pipelines.stages.chain;

import static io.millrace.pipelines.stages.chain.ChainMachine.expression;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipelines.stages.InitialDataException;
import io.millrace.pipelines.stages.PermanentStageException;
import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import io.millrace.pipelines.stages.output.ChecksumMismatchException;
import io.millrace.pipelines.stages.output.ManifestUnreadableException;
import io.millrace.pipelines.stages.output.OutputAmbiguousException;
import io.millrace.pipelines.stages.output.OutputConflictException;
import io.millrace.pipelines.stages.output.OutputIncompleteException;
import io.millrace.pipelines.stages.output.OutputMissingException;
import io.millrace.pipelines.stages.output.PartMissingException;
import io.millrace.pipelines.stages.output.PartTruncatedException;
import io.millrace.pipelines.stages.output.RecordUnreadableException;
import io.millrace.pipelines.stages.output.SchemaMismatchException;
import io.millrace.pipelines.stages.output.ValueTooLargeException;
import io.millrace.pipelines.stages.store.StoreRefusedException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The Task states of stages.
final class StageStates {
  /// What another attempt would meet again. Step Functions compares names, so all are listed.
  static final List<String> PERMANENT =
      Stream.concat(
              Stream.of(
                      PermanentStageException.class,
                      InitialDataException.class,
                      OutputMissingException.class,
                      OutputIncompleteException.class,
                      OutputAmbiguousException.class,
                      OutputConflictException.class,
                      ManifestUnreadableException.class,
                      PartMissingException.class,
                      PartTruncatedException.class,
                      ChecksumMismatchException.class,
                      SchemaMismatchException.class,
                      RecordUnreadableException.class,
                      ValueTooLargeException.class,
                      StoreRefusedException.class)
                  .map(Class::getName),
              Stream.of("Lambda.ResourceNotFoundException"))
          .toList();

  private static final long SECONDS_PER_MINUTE = 60;

  private StageStates() {}

  static ObjectNode task(Chain chain, ChainStage stage) {
    var task = JsonNodeFactory.instance.objectNode();
    task.put("Type", "Task");
    task.put("Comment", stage.title());
    switch (stage) {
      case LambdaStage lambda -> lambda(task, chain, lambda);
      case SparkStage spark -> spark(task, chain, spark);
    }
    task.put("TimeoutSeconds", stage.timeout().toSeconds());
    retry(task, stage);
    if (chain.type() == Chain.Type.EXPRESS) {
      recordFailure(task, stage);
    }
    var index = chain.stages().indexOf(stage) + 1;
    if (index < chain.stages().size()) {
      task.put("Next", chain.stages().get(index).name());
    } else {
      task.put("End", true);
    }
    return task;
  }

  private static void lambda(ObjectNode task, Chain chain, LambdaStage stage) {
    task.put("Resource", "arn:aws:states:::lambda:invoke");
    var arguments = task.putObject("Arguments");
    arguments.put("FunctionName", stage.function());
    var payload = arguments.putObject("Payload");
    payload.put("runId", expression("$runId"));
    payload.put("currentStage", stage.name());
    var before = chain.before(stage);
    if (before == null) {
      payload.put("initialData", expression("$initialData"));
    } else {
      payload.put("previousStage", before);
    }
    payload.put("workflowBucket", chain.bucket());
    if (!stage.parameters().isEmpty()) {
      payload.set("parameters", stage.parameters());
    }
    payload.put("force", expression("$force"));
    task.put("Output", expression("$states.result.Payload"));
  }

  /// The folders end with a slash: the job reads what the manifest in the one names, or all of its
  /// parts where a Spark job wrote them, and writes to the other.
  private static void spark(ObjectNode task, Chain chain, SparkStage stage) {
    task.put("Resource", "arn:aws:states:::glue:startJobRun.sync");
    var arguments = task.putObject("Arguments");
    arguments.put("JobName", stage.job());
    // Glue counts in minutes (AWS Glue Web API reference, StartJobRun, "Timeout").
    arguments.put(
        "Timeout", Math.max(1, Math.ceilDiv(stage.timeout().toSeconds(), SECONDS_PER_MINUTE)));
    var job = arguments.putObject("Arguments");
    job.put("--execution-id", expression("$runId"));
    job.put("--input-bucket", chain.bucket());
    job.put("--input-key", expression(folder(String.valueOf(chain.before(stage)))));
    job.put("--output-bucket", chain.bucket());
    job.put("--output-key", expression(folder(stage.name())));
    new TreeMap<>(stage.arguments()).forEach(job::put);
    task.put(
        "Output",
        expression(
            "{'status': 'SUCCESS', 'stage': '"
                + stage.name()
                + "', 'jobRunId': $states.result.Id, 'jobRunState': $states.result.JobRunState}"));
  }

  private static String folder(String stage) {
    return "'executions/' & $runId & '/" + stage + "/'";
  }

  private static void retry(ObjectNode task, ChainStage stage) {
    var retriers = task.putArray("Retry");
    if (stage instanceof LambdaStage lambda) {
      var never = retriers.addObject();
      never.put("Comment", "The same attempt would meet these again");
      var names = never.putArray("ErrorEquals");
      PERMANENT.forEach(names::add);
      lambda.permanent().forEach(names::add);
      never.put("MaxAttempts", 0);
    }
    var retry = stage.retry();
    var again = retriers.addObject();
    again.putArray("ErrorEquals").add("States.ALL");
    again.put("IntervalSeconds", retry.interval().toSeconds());
    again.put("MaxAttempts", retry.maxAttempts());
    again.put("BackoffRate", retry.backoffRate());
    again.put("JitterStrategy", "FULL");
  }

  private static void recordFailure(ObjectNode task, ChainStage stage) {
    var catcher = task.putArray("Catch").addObject();
    catcher.putArray("ErrorEquals").add("States.ALL");
    var failure = catcher.putObject("Assign").putObject("failure");
    failure.put("stage", stage.name());
    failure.put("error", expression("$states.errorOutput.Error"));
    failure.put("cause", expression("$states.errorOutput.Cause"));
    catcher.put("Next", "RecordFailure");
  }
}
