package io.millrace.cli.wiring;

import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.local.glue.GlueEndpoint;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.local.sns.SnsEndpoint;
import io.millrace.local.sns.SnsSettings;
import io.millrace.local.sqs.SqsEndpoint;
import io.millrace.local.sqs.SqsSettings;
import io.millrace.local.sqs.StoredMessage;
import io.millrace.pipelines.stages.StageServices;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.runtime.Arns;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.watch.metrics.QueueState;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/// Everything that chains of stages meet on AWS, in this process: objects, functions, queues,
/// topics, jobs. All of it is on loopback, at ports that stay the same from start to start, and
/// takes requests signed with any keys. Thread-safe.
public final class StagesParts implements AutoCloseable {
  /// Connections to the S3 endpoint: a stage at work reads and writes at once.
  private static final int CONNECTIONS_EACH = 3;

  private final Closing parts;
  private final Path data;
  private final StagesOptions options;
  private final S3Endpoint s3;
  private final SqsEndpoint sqs;
  private final SnsEndpoint sns;
  private final @Nullable GlueEndpoint glue;
  private final StageServices services;
  private volatile @Nullable URI pipes;
  private final StageRoom room;
  private final Map<String, StageQueues> queues = new HashMap<>();

  private StagesParts(Path data, StagesOptions options, Consumer<String> onHalted, Closing parts) {
    this.parts = parts;
    this.data = data;
    this.options = options;
    this.room =
        new StageRoom(
            options.chains().stream().map(chain -> Arns.LOCAL.stateMachine(chain.name())).toList(),
            options.parallel());
    this.s3 = parts.add(S3Endpoint.start(data.resolve("objects"), options.port(0)));
    var client = parts.add(client(s3.uri(), CONNECTIONS_EACH * options.parallel()));
    options.chains().stream().map(Chain::bucket).distinct().forEach(name -> create(client, name));
    this.services = StageServices.of(new ObjectStore(client));
    // The pipe that received a message ended with the process, so it is free again at once.
    var names = options.chains().stream().map(StageQueues::name).collect(Collectors.toSet());
    this.sqs =
        parts.add(
            SqsEndpoint.start(
                data.resolve("queues"),
                options.port(1),
                SqsSettings.DEFAULTS.releasingInFlightAtStart(names::contains).telling(onHalted)));
    makeQueuesAndTopics(data);
    this.sns =
        parts.add(
            SnsEndpoint.start(
                data.resolve("topics"),
                options.port(2),
                SnsSettings.DEFAULTS.withSqs(sqs.uri()).telling(onHalted)));
    this.glue =
        StageJobs.areIn(options.chains())
            ? parts.add(StageJobs.start(data, options.port(3), s3.uri()))
            : null;
  }

  /// Makes them at an address that nobody knows yet: a topic that publishers can reach before its
  /// queue is subscribed answers for messages that go nowhere.
  private void makeQueuesAndTopics(Path data) {
    try (var unheard = SnsEndpoint.start(data.resolve("topics"), 0, sqs.uri());
        var clients =
            StageClients.of(
                Map.of("s3", s3.uri(), "sqs", sqs.uri(), "sns", unheard.uri()), Map.of())) {
      for (var chain : options.chains()) {
        var made = StageQueues.make(clients.sqs(), chain, options);
        StageTopics.make(clients.sns(), chain, made);
        queues.put(chain.name(), made);
      }
    }
  }

  /// Starts the endpoints, and makes what is missing in them.
  ///
  /// @param data the folder of the installation, which no other process uses
  /// @param onHalted told why, on a thread of its own, when messages cannot be stored any more; the
  ///   process should end
  /// @throws RuntimeException saying what is in the way; nothing is left open
  static StagesParts start(Path data, StagesOptions options, Consumer<String> onHalted) {
    var parts = new Closing();
    try {
      return new StagesParts(data, options, onHalted, parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /// Lets messages become executions, once the state machines are there.
  ///
  /// @param api of the engine
  StagePipes pipes(URI api) {
    var started = new StagePipes(data.resolve("pipes.json"), options, queues, sqs.uri(), api, room);
    pipes = started.uri();
    return started;
  }

  /// Has to hear of executions from the engine's start on.
  ExecutionListener listener() {
    return room;
  }

  /// The functions of the chains, asked before those that are elsewhere.
  StageFunctions functions(FunctionInvoker elsewhere) {
    return StageFunctions.of(options, services, elsewhere);
  }

  /// The dead-letter queues of Standard chains, whose pipes delete a message when its execution
  /// begins. The message of an Express chain is still in its queue when its execution fails.
  Map<String, String> deadLetterQueues() {
    return options.chains().stream()
        .filter(chain -> chain.type() == Chain.Type.STANDARD)
        .collect(
            Collectors.toUnmodifiableMap(
                Chain::name,
                chain -> Objects.requireNonNull(queues.get(chain.name())).deadLetterArn()));
  }

  /// The services that connectors find here, by the names of `aws-sdk:SERVICE`.
  Map<String, Supplier<URI>> services() {
    return endpoints().entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> one::getValue));
  }

  /// Where each service is.
  public Map<String, URI> endpoints() {
    var endpoints = new HashMap<String, URI>();
    endpoints.put("s3", s3.uri());
    endpoints.put("sqs", sqs.uri());
    endpoints.put("sns", sns.uri());
    if (glue != null) {
      endpoints.put("glue", glue.uri());
    }
    var pipesUri = pipes;
    if (pipesUri != null) {
      endpoints.put("pipes", pipesUri);
    }
    return endpoints;
  }

  public StagesOptions options() {
    return options;
  }

  /// The chains' outputs.
  ObjectStore store() {
    return services.store();
  }

  /// The queues of this process, as they are now.
  List<QueueState> queueStates() {
    var deadLetterQueues = new HashSet<String>();
    options.chains().forEach(chain -> deadLetterQueues.add(StageQueues.deadLetterName(chain)));
    return sqs.queues().stream()
        .flatMap(name -> sqs.status(name).stream())
        .map(
            queue ->
                new QueueState(
                    queue.name(),
                    queue.visible(),
                    queue.inFlight(),
                    queue.delayed(),
                    queue.oldestMessageAge(),
                    deadLetterQueues.contains(queue.name()),
                    null))
        .toList();
  }

  /// What lies in all queues.
  Stream<StoredMessage> messages() {
    return sqs.queues().stream().flatMap(queue -> sqs.look(queue).stream());
  }

  S3Endpoint objects() {
    return s3;
  }

  SqsEndpoint queues() {
    return sqs;
  }

  private static S3Client client(URI endpoint, int connections) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.of(Arns.LOCAL.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder().maxConnections(connections))
        .build();
  }

  private static void create(S3Client client, String bucket) {
    try {
      client.createBucket(request -> request.bucket(bucket));
    } catch (BucketAlreadyOwnedByYouException _) {
      // Made by an earlier start.
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
