package io.millrace.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.glue.JobRun.Ending;
import io.millrace.local.glue.JobRun.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a job's definition says, with Glue's defaults (AWS Glue Web API reference, "Job" and
/// "StartJobRun").
final class JobDefinition {
  /// "The default is 2,880 minutes (48 hours)"; Glue 5 and later, 480.
  private static final long TIMEOUT_MINUTES = 480;

  private static final double CAPACITY = 10;
  private static final Map<String, Double> DPU_OF_WORKER =
      Map.of("G.025X", 0.25, "G.1X", 1.0, "Standard", 1.0, "G.2X", 2.0, "G.4X", 4.0, "G.8X", 8.0);

  private JobDefinition() {}

  /// Throws [GlueError] when something that Glue requires is absent.
  static void check(ObjectNode job) {
    for (var required : List.of("Role", "Command")) {
      if (job.path(required).isMissingNode()) {
        throw GlueError.invalid(required + " is required");
      }
    }
    if (concurrentRunsMax(job) < 1) {
      throw GlueError.invalid("MaxConcurrentRuns must be greater than or equal to 1");
    }
  }

  static int concurrentRunsMax(JsonNode job) {
    return job.path("ExecutionProperty").path("MaxConcurrentRuns").asInt(1);
  }

  /// What the request says, else the job, else false.
  static boolean flag(JsonNode request, JsonNode job, String name) {
    return request.path(name).asBoolean(job.path(name).asBoolean(false));
  }

  static JobRun run(
      String id,
      ObjectNode job,
      ObjectNode request,
      State state,
      @Nullable JobRun retried,
      @Nullable String token,
      Instant now) {
    var workerType = either(request, job, "WorkerType").asText("");
    var workers = either(request, job, "NumberOfWorkers");
    var timeout = either(request, job, "Timeout").asLong(TIMEOUT_MINUTES);
    if (timeout < 1) {
      throw GlueError.invalid("Timeout must be greater than or equal to 1");
    }
    var capacity =
        workers.isNumber()
            ? workers.asInt() * DPU_OF_WORKER.getOrDefault(workerType, 1.0)
            : either(request, job, "MaxCapacity").asDouble(CAPACITY);
    return new JobRun(
        id,
        job.path("Name").asText(),
        retried == null ? 0 : retried.attempt() + 1,
        retried == null ? null : retried.id(),
        token,
        JobRuns.strings(request.path("Arguments")),
        timeout,
        capacity,
        workerType.isEmpty() ? null : workerType,
        workers.isNumber() ? workers.asInt() : null,
        state,
        now,
        now,
        null,
        0,
        null,
        Ending.NONE,
        null);
  }

  /// The next attempt of a run that failed. Its id is the first one's with `_attempt_N` behind.
  static JobRun retry(JobRun failed, Instant now) {
    var first = failed.id().replaceFirst("_attempt_\\d+$", "");
    return new JobRun(
        first + "_attempt_" + (failed.attempt() + 1),
        failed.jobName(),
        failed.attempt() + 1,
        failed.id(),
        null,
        failed.arguments(),
        failed.timeoutMinutes(),
        failed.maxCapacity(),
        failed.workerType(),
        failed.workers(),
        State.STARTING,
        now,
        now,
        null,
        0,
        null,
        Ending.NONE,
        null);
  }

  private static JsonNode either(JsonNode request, JsonNode job, String name) {
    return request.hasNonNull(name) ? request.path(name) : job.path(name);
  }
}
