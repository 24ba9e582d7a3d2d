package io.millrace.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Glue's operations on jobs and their runs (AWS Glue Web API reference, "Jobs").
final class GlueOperations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double MILLIS = 1_000.0;

  private final JobRuns runs;

  GlueOperations(JobRuns runs) {
    this.runs = runs;
  }

  /// @param invocation the caller's id for this request, the same when it is sent again
  ///   (`amz-sdk-invocation-id`); null for none
  ObjectNode answer(String operation, ObjectNode request, @Nullable String invocation) {
    return switch (operation) {
      case "CreateJob" -> createJob(request);
      case "GetJob" -> NODES.objectNode().set("Job", job(text(request, "JobName")));
      case "GetJobs" -> Page.of(runs.jobs(), request).answer("Jobs");
      case "UpdateJob" -> updateJob(request);
      case "DeleteJob" -> deleteJob(request);
      case "StartJobRun" -> startJobRun(request, invocation);
      case "GetJobRun" -> getJobRun(request);
      case "GetJobRuns" -> getJobRuns(request);
      case "BatchStopJobRun" -> batchStopJobRun(request);
      default -> throw GlueError.unknownOperation(operation);
    };
  }

  private ObjectNode createJob(ObjectNode request) {
    var name = text(request, "Name");
    synchronized (runs) {
      if (runs.job(name).isPresent()) {
        throw GlueError.exists("Job already exists: " + name);
      }
      define(name, request, runs.now());
    }
    return NODES.objectNode().put("Name", name);
  }

  /// Defines a job, whether or not there is one of this name.
  void define(String name, ObjectNode settings) {
    synchronized (runs) {
      var createdOn =
          runs.job(name).map(job -> instant(job.path("CreatedOn"))).orElseGet(runs::now);
      define(name, settings, createdOn);
    }
  }

  private void define(String name, ObjectNode settings, Instant createdOn) {
    var job = NODES.objectNode();
    job.put("Name", name);
    settings.properties().forEach(entry -> job.set(entry.getKey(), entry.getValue()));
    job.remove("Tags");
    JobDefinition.check(job);
    if (!job.has("ExecutionProperty")) {
      job.putObject("ExecutionProperty").put("MaxConcurrentRuns", 1);
    }
    job.put("CreatedOn", seconds(createdOn));
    job.put("LastModifiedOn", seconds(runs.now()));
    runs.put(name, job);
  }

  /// "The previous job definition is completely overwritten by this information" (UpdateJob).
  private ObjectNode updateJob(ObjectNode request) {
    var name = text(request, "JobName");
    if (!(request.path("JobUpdate") instanceof ObjectNode update)) {
      throw GlueError.invalid("JobUpdate is required");
    }
    synchronized (runs) {
      define(name, update, instant(job(name).path("CreatedOn")));
    }
    return NODES.objectNode().put("JobName", name);
  }

  private ObjectNode deleteJob(ObjectNode request) {
    var name = text(request, "JobName");
    runs.delete(name);
    return NODES.objectNode().put("JobName", name);
  }

  private ObjectNode startJobRun(ObjectNode request, @Nullable String invocation) {
    var run = runs.start(text(request, "JobName"), request, invocation);
    return NODES.objectNode().put("JobRunId", run.id());
  }

  private ObjectNode getJobRun(ObjectNode request) {
    var name = text(request, "JobName");
    var id = text(request, "RunId");
    var run =
        runs.find(name, id)
            .orElseThrow(
                () -> GlueError.notFound("Job run " + id + " of job " + name + " not found"));
    return NODES.objectNode().set("JobRun", describe(run));
  }

  private ObjectNode getJobRuns(ObjectNode request) {
    var name = text(request, "JobName");
    var all = job(name).isEmpty() ? List.<JobRun>of() : runs.of(name).reversed();
    return Page.of(all.stream().map(this::describe).toList(), request).answer("JobRuns");
  }

  private ObjectNode batchStopJobRun(ObjectNode request) {
    var name = text(request, "JobName");
    var answer = NODES.objectNode();
    var stopped = answer.putArray("SuccessfulSubmissions");
    var errors = answer.putArray("Errors");
    StreamSupport.stream(request.path("JobRunIds").spliterator(), false)
        .map(JsonNode::asText)
        .forEach(
            id -> {
              var run = runs.find(name, id);
              if (run.isPresent() && runs.stop(id)) {
                stopped.addObject().put("JobName", name).put("JobRunId", id);
              } else {
                var error = errors.addObject().put("JobName", name).put("JobRunId", id);
                error
                    .putObject("ErrorDetail")
                    .put(
                        "ErrorCode",
                        run.isPresent() ? "InvalidInputException" : "EntityNotFoundException")
                    .put(
                        "ErrorMessage",
                        run.isPresent()
                            ? "The job run has ended as " + run.get().state()
                            : "The job run was not found");
              }
            });
    return answer;
  }

  private ObjectNode job(String name) {
    return runs.job(name).orElseThrow(() -> GlueError.notFound("Job " + name + " not found"));
  }

  private ObjectNode describe(JobRun run) {
    var job = runs.job(run.jobName()).orElseGet(NODES::objectNode);
    var node = NODES.objectNode();
    node.put("Id", run.id());
    node.put("Attempt", run.attempt());
    if (run.predecessor() != null) {
      node.put("PreviousRunId", run.predecessor());
    }
    node.put("JobName", run.jobName());
    node.put("StartedOn", seconds(run.startedOn()));
    node.put("LastModifiedOn", seconds(run.lastModifiedOn()));
    if (run.completedOn() != null) {
      node.put("CompletedOn", seconds(run.completedOn()));
    }
    node.put("JobRunState", run.state().name());
    var arguments = node.putObject("Arguments");
    run.arguments().forEach(arguments::put);
    if (run.errorMessage() != null) {
      node.put("ErrorMessage", run.errorMessage());
    }
    node.putArray("PredecessorRuns");
    node.put("AllocatedCapacity", (int) Math.ceil(run.maxCapacity()));
    node.put("ExecutionTime", run.executionSeconds(runs.now()));
    node.put("Timeout", run.timeoutMinutes());
    node.put("MaxCapacity", run.maxCapacity());
    if (run.workerType() != null) {
      node.put("WorkerType", run.workerType());
    }
    if (run.workers() != null) {
      node.put("NumberOfWorkers", run.workers());
    }
    node.put("LogGroupName", "/aws-glue/jobs");
    for (var name : List.of("GlueVersion", "ExecutionClass", "SecurityConfiguration")) {
      if (job.hasNonNull(name)) {
        node.set(name, job.path(name));
      }
    }
    return node;
  }

  private static String text(ObjectNode request, String name) {
    var value = request.path(name);
    if (!value.isTextual() || value.asText().isEmpty() || value.asText().length() > 255) {
      throw GlueError.invalid(name + " must be a text of 1 to 255 characters");
    }
    return value.asText();
  }

  /// The wire's form of time: seconds since the epoch, with a fraction.
  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / MILLIS;
  }

  private static Instant instant(JsonNode seconds) {
    return Instant.ofEpochMilli(Math.round(seconds.asDouble() * MILLIS));
  }
}
