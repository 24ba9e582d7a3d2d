package io.millrace.cli.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.runtime.Arns;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.pipe.PipeClients;
import io.millrace.triggers.pipe.PipeSettings;
import io.millrace.triggers.pipe.PipeSettings.InvocationType;
import io.millrace.triggers.pipe.Room;
import io.millrace.triggers.pipe.api.Pipes;
import io.millrace.triggers.pipe.api.PipesApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What takes the messages from the chains' queues to their state machines, and EventBridge Pipes'
/// API for these pipes and others.
final class StagePipes implements AutoCloseable {
  /// The queue is in this process: asking often costs nothing, and closing waits for an answer.
  private static final Duration POLL = Duration.ofSeconds(2);

  /// A message that is not done by then comes again.
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /// A publisher that repeats itself gives the same run another message; the execution is the same.
  private static final String RUN_ID = "$.messageAttributes.runId.stringValue";

  /// Of clients for pipes that people make themselves.
  private static final int MORE_CONNECTIONS = 200;

  private static final int NOT_FOUND = 404;

  private final Closing parts = new Closing();
  private final PipesApi api;

  /// Starts the pipes. One that somebody has stopped stays so.
  ///
  /// @param file where pipes are kept
  /// @param queues of each chain, by the chain's name
  /// @param sqs where they are
  /// @param sfn the engine's API
  /// @param rooms how many executions of a chain may run at once
  StagePipes(
      Path file,
      StagesOptions options,
      Map<String, StageQueues> queues,
      URI sqs,
      URI sfn,
      StageRoom rooms) {
    var connections = options.chains().size() * (options.parallel() + 1) + MORE_CONNECTIONS;
    try {
      var queueClient = parts.add(queueClient(options.trial(), sqs, connections));
      var machines =
          parts.add(
              PipeClients.stepFunctions(new AwsEndpoint(Arns.LOCAL.region(), sfn), connections));
      var pipes =
          parts.add(
              Pipes.open(
                  file,
                  queueClient,
                  machines,
                  Pacing.system(),
                  settings -> adjusted(settings, options),
                  settings -> room(settings, rooms)));
      this.api = parts.add(PipesApi.start(options.port(4), pipes));
      for (var chain : options.chains()) {
        var queue = queues.get(chain.name());
        if (queue == null) {
          throw new IllegalStateException("The chain " + chain.name() + " has no queue.");
        }
        make(chain, queue);
      }
    } catch (IOException e) {
      parts.close();
      throw new UncheckedIOException("The pipes cannot be started: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static PipeSettings adjusted(PipeSettings settings, StagesOptions options) {
    var ours = options.chains().stream().map(Chain::name).anyMatch(settings.name()::equals);
    return (ours ? settings.withConcurrency(options.parallel()) : settings)
        .withPatience(POLL, DRAIN);
  }

  /// With REQUEST_RESPONSE the pipe waits for each execution's end, so its concurrency is the
  /// bound.
  private static Room room(PipeSettings settings, StageRoom rooms) {
    return switch (settings.invocationType()) {
      case REQUEST_RESPONSE -> Room.ENDLESS;
      case FIRE_AND_FORGET -> rooms.of(settings.target());
    };
  }

  /// What to set as `AWS_ENDPOINT_URL_PIPES`.
  URI uri() {
    return api.uri();
  }

  private static SqsClient queueClient(@Nullable StageTrial trial, URI sqs, int connections) {
    var endpoint = new AwsEndpoint(Arns.LOCAL.region(), sqs);
    if (trial == null) {
      return PipeClients.sqs(endpoint, connections);
    }
    return SqsClient.builder()
        .region(Region.of(endpoint.region()))
        .credentialsProvider(endpoint.credentials())
        .endpointOverride(sqs)
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(connections))
        .overrideConfiguration(
            all ->
                all.retryStrategy(AwsRetryStrategy.doNotRetry())
                    .addExecutionInterceptor(trial.noting()))
        .build();
  }

  /// Creates the chain's pipe, or changes it to what the chain wants now.
  private void make(Chain chain, StageQueues queue) throws IOException {
    var document = document(chain, queue);
    var known = send("GET", chain.name(), null);
    if (known.statusCode() == NOT_FOUND) {
      accepted(chain, send("POST", chain.name(), document));
    } else {
      document.remove("Source");
      document.remove("Tags");
      accepted(chain, send("PUT", chain.name(), document));
    }
  }

  private static ObjectNode document(Chain chain, StageQueues queue) {
    var type =
        switch (chain.type()) {
          case EXPRESS -> InvocationType.REQUEST_RESPONSE;
          case STANDARD -> InvocationType.FIRE_AND_FORGET;
        };
    var document = StageJson.MAPPER.createObjectNode();
    document.put("RoleArn", StageMachines.ROLE_ARN);
    document.put("Source", queue.arn());
    document.putObject("SourceParameters").putObject("SqsQueueParameters").put("BatchSize", 1);
    document.put("Target", Arns.LOCAL.stateMachine(chain.name()));
    document
        .putObject("TargetParameters")
        .putObject("StepFunctionStateMachineParameters")
        .put("InvocationType", type.name());
    document.putObject("Tags").put("millrace:name-from", RUN_ID);
    return document;
  }

  private static void accepted(Chain chain, HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "The pipe of chain " + chain.name() + " cannot be made: " + answer.body());
    }
  }

  private HttpResponse<String> send(String method, String pipe, @Nullable ObjectNode body)
      throws IOException {
    try (var http = HttpClient.newHttpClient()) {
      var publisher =
          body == null
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(StageJson.text(body));
      return http.send(
          HttpRequest.newBuilder(uri().resolve("/v1/pipes/" + pipe))
              .header("Authorization", "AWS4-HMAC-SHA256 Credential=millrace")
              .method(method, publisher)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
