package io.millrace.cli.wiring;

import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.runtime.Arns;
import io.millrace.triggers.Pacing;
import io.millrace.triggers.pipe.Pipe;
import io.millrace.triggers.pipe.PipeClients;
import io.millrace.triggers.pipe.PipeSettings;
import io.millrace.triggers.pipe.PipeSettings.InvocationType;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What takes the messages from the chains' queues to their state machines.
final class StagePipes implements AutoCloseable {
  /// The queue is in this process: asking often costs nothing, and closing waits for an answer.
  private static final Duration POLL = Duration.ofSeconds(2);

  /// A message that is not done by then comes again.
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /// A publisher that repeats itself gives the same run another message; the execution is the same.
  private static final String RUN_ID = "$.messageAttributes.runId.stringValue";

  private final Closing parts = new Closing();

  /// @param queues of each chain, by the chain's name
  /// @param sqs where they are
  /// @param api of the engine
  StagePipes(StagesOptions options, Map<String, StageQueues> queues, URI sqs, URI api) {
    var region = Arns.LOCAL.region();
    var connections = options.chains().size() * (options.parallel() + 1);
    var queueClient = parts.add(queueClient(options.trial(), sqs, connections));
    var machineClient =
        parts.add(PipeClients.stepFunctions(new AwsEndpoint(region, api), connections));
    for (var chain : options.chains()) {
      var queue = queues.get(chain.name());
      if (queue == null) {
        throw new IllegalStateException("The chain " + chain.name() + " has no queue.");
      }
      parts.add(
          Pipe.start(
              settings(chain, queue, options.parallel()),
              queueClient,
              machineClient,
              Pacing.system()));
    }
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

  private static PipeSettings settings(Chain chain, StageQueues queue, int parallel) {
    var type =
        switch (chain.type()) {
          case EXPRESS -> InvocationType.REQUEST_RESPONSE;
          case STANDARD -> InvocationType.FIRE_AND_FORGET;
        };
    return PipeSettings.of(chain.name(), queue.arn(), Arns.LOCAL.stateMachine(chain.name()), type)
        .withConcurrency(parallel)
        .withNameFrom(RUN_ID)
        .withPatience(POLL, DRAIN);
  }

  @Override
  public void close() {
    parts.close();
  }
}
