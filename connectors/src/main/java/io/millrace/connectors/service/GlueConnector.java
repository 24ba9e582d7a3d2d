package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsAnswer;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsFailure;
import io.millrace.connectors.aws.AwsJsonService;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// `glue:startJobRun`, with `.sync` (developer guide, "Start an AWS Glue job with Step Functions").
/// StartJobRun takes no idempotency token: on AWS, a start that a crash cut off before its answer
/// was stored is made again, and the job has to bear that. The embedded Glue endpoint knows the
/// request again by its invocation id, which is made of the attempt's name, and answers with the
/// same run.
public final class GlueConnector implements Connector {
  private static final ServiceName GLUE =
      new ServiceName("glue", "Glue", "AWSGlue", "AWSGlueException");
  private static final List<String> TIMES = List.of("StartedOn", "LastModifiedOn", "CompletedOn");

  private final AwsClients clients;
  private final InstantSource clock;

  /// @param clock by which a job run is new to Glue
  public GlueConnector(AwsClients clients, InstantSource clock) {
    this.clock = clock;
    this.clients = clients;
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource,
        "glue",
        Set.of("startJobRun"),
        EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.SYNC));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    return attempt.submitted() ? look(attempt) : start(attempt);
  }

  private TaskOutcome start(TaskAttempt attempt) throws InterruptedException {
    try {
      AwsJsonService.Answer answer =
          glue().call("StartJobRun", attempt.parameters().node(), attempt.requestId());
      ObjectNode output =
          AwsAnswer.envelope(
              (ObjectNode) answer.body(),
              answer.statusCode(),
              answer.headers(),
              answer.requestId());
      return OptimizedAction.handedOver((ServiceIntegration) attempt.resource(), output);
    } catch (AwsJsonService.RefusedException e) {
      return refused(e);
    } catch (IOException e) {
      return unreachable(e);
    }
  }

  private TaskOutcome look(TaskAttempt attempt) throws InterruptedException {
    try {
      ObjectNode request = JsonNodeFactory.instance.objectNode();
      request.put("JobName", jobName(attempt)).put("RunId", runId(attempt));
      JsonNode run = glue().call("GetJobRun", request).body().path("JobRun");
      inMillis(run);
      return switch (run.path("JobRunState").asText()) {
        case "SUCCEEDED" -> Jobs.succeeded(run);
        case "STOPPED", "FAILED", "TIMEOUT", "ERROR", "EXPIRED" -> Jobs.failed(run);
        default -> new TaskOutcome.Running(null); // STARTING, RUNNING, STOPPING, WAITING
      };
    } catch (AwsJsonService.RefusedException e) {
      if (e.code().equals("EntityNotFoundException")
          && Jobs.mayStillAppear(attempt, clock.instant())) {
        return new TaskOutcome.Running(null);
      }
      return Jobs.notSeen(refused(e), e.statusCode(), e.code());
    } catch (IOException e) {
      var _ = unreachable(e);
      return new TaskOutcome.Running(null);
    }
  }

  @Override
  public void stop(TaskAttempt attempt) throws InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("JobName", jobName(attempt)).putArray("JobRunIds").add(runId(attempt));
    try {
      var _ = glue().call("BatchStopJobRun", request);
    } catch (AwsJsonService.RefusedException | IOException e) {
      throw new IllegalStateException("the job run " + runId(attempt) + " was not stopped", e);
    }
  }

  private AwsJsonService glue() {
    return clients.json("glue", "AWSGlue");
  }

  private static String jobName(TaskAttempt attempt) {
    return attempt.parameters().node().path("JobName").asText();
  }

  private static String runId(TaskAttempt attempt) {
    return Jobs.submission(attempt).path("JobRunId").asText();
  }

  /// The wire has seconds with a fraction, optimized integrations have milliseconds.
  private static void inMillis(JsonNode run) {
    for (String time : TIMES) {
      if (run instanceof ObjectNode object && object.path(time).isNumber()) {
        object.put(time, Math.round(object.path(time).doubleValue() * 1_000));
      }
    }
  }

  private static TaskOutcome.Failed refused(AwsJsonService.RefusedException e) {
    return AwsFailure.optimized(
        GLUE, e.code(), e.code(), e.getMessage(), e.statusCode(), e.requestId());
  }

  private static TaskOutcome.Failed unreachable(IOException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("while Glue was called");
    }
    return new TaskOutcome.Failed(
        "Glue.SdkClientException", "Unable to execute HTTP request: " + e.getMessage());
  }
}
