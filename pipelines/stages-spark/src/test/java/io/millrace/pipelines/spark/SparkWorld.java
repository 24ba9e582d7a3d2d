package io.millrace.pipelines.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsJsonService;
import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.connectors.lambda.LambdaConnector;
import io.millrace.connectors.service.GlueConnector;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.local.glue.GlueEndpoint;
import io.millrace.local.glue.spark.SparkLibraries;
import io.millrace.local.glue.spark.SparkProgram;
import io.millrace.local.glue.spark.SparkSettings;
import io.millrace.local.lambda.FunctionConfig;
import io.millrace.local.lambda.Invocation;
import io.millrace.local.lambda.InvokeRequest;
import io.millrace.local.lambda.LambdaHost;
import io.millrace.local.lambda.Payload;
import io.millrace.local.s3.S3Credentials;
import io.millrace.local.s3.S3Endpoint;
import io.millrace.pipelines.stages.Stage;
import io.millrace.pipelines.stages.StageHandler;
import io.millrace.pipelines.stages.StageServices;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainMachine;
import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import io.millrace.pipelines.stages.output.StageJson;
import io.millrace.pipelines.stages.output.StageOutput;
import io.millrace.pipelines.stages.output.StoredRecords;
import io.millrace.pipelines.stages.store.ObjectStore;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// All parts of this machine's AWS, with Spark: an S3 and a Glue endpoint, functions, the engine by
/// the real clock.
final class SparkWorld implements AutoCloseable {
  static final String BUCKET = "millrace-stages";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Set<String> FINAL = Set.of("SUCCEEDED", "FAILED", "STOPPED", "TIMEOUT");

  private final Path jar;
  private final S3Endpoint s3;
  private final S3Client client;
  private final GlueEndpoint glue;
  private final LambdaHost host;
  private final AwsClients clients;
  private final Millrace millrace;

  /// @param libraries where Spark is, or will be
  SparkWorld(Path folder, Path libraries, Chain... chains) throws IOException {
    s3 = S3Endpoint.start(folder.resolve("s3"), 0, new S3Credentials("local", "local"));
    client = client(s3.uri());
    client.createBucket(create -> create.bucket(BUCKET));
    var settings = SparkSettings.of(libraries, s3.uri(), "local", "local", System.getenv());
    glue =
        GlueEndpoint.start(
            folder.resolve("glue"),
            0,
            new SparkProgram(settings, new SparkLibraries(settings.libraries())));
    var functions = LambdaHost.builder();
    jar = jar(folder.resolve("jobs.jar"));
    for (var chain : chains) {
      for (var stage : chain.stages()) {
        switch (stage) {
          case LambdaStage lambda -> functions.function(function(lambda));
          case SparkStage spark -> define(spark.job(), jar, SparkJobs.CANDIDATE_CAPPING);
        }
      }
    }
    host = functions.build();
    clients = new AwsClients("us-east-1", Map.of(), Map.of("glue", glue::uri));
    var journal = new InMemoryJournal();
    var config = RuntimeConfig.standard();
    millrace =
        Millrace.start(
            config,
            new Millrace.Parts(
                journal,
                journal,
                new VolatileStateMachineStore(_ -> false),
                List.of(
                    new LambdaConnector(invoker(), config.limits().payloadBytesMax()),
                    new GlueConnector(clients, InstantSource.system())),
                new HmacTaskTokens(new byte[32]),
                InstantSource.system(),
                reason -> {
                  throw new AssertionError(reason);
                }));
  }

  private static S3Client client(URI endpoint) {
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .forcePathStyle(true)
        .build();
  }

  private void define(String job, Path jar, String mainClass) {
    var settings = JsonNodeFactory.instance.objectNode();
    settings.put("Role", "arn:aws:iam::123456789012:role/glue").put("GlueVersion", "5.0");
    settings.putObject("Command").put("Name", "glueetl").put("ScriptLocation", jar.toString());
    settings.putObject("DefaultArguments").put("--job-language", "scala").put("--class", mainClass);
    glue.define(job, settings);
  }

  /// What a build makes of these classes; tests run before it does.
  private static Path jar(Path jar) throws IOException {
    var classes = SparkJobs.jar();
    if (!Files.isDirectory(classes)) {
      return classes;
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (var file : files.filter(name -> name.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private FunctionConfig function(LambdaStage stage) {
    var services =
        new StageServices(
            new ObjectStore(client),
            BUCKET,
            Clock.systemUTC(),
            StageServices.VALUE_BYTES_MAX,
            StageServices.PART_BYTES_MAX);
    return FunctionConfig.of(
            stage.function(), () -> new StageHandler(services, instance(stage.handler())))
        .withTimeout(Duration.ofMinutes(5))
        .withMemorySizeMb(stage.memoryMb());
  }

  private static Stage<?, ?> instance(String handler) {
    try {
      return Class.forName(handler).asSubclass(Stage.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(handler, e);
    }
  }

  private FunctionInvoker invoker() {
    return call ->
        switch (host.invoke(request(call))) {
          case Invocation.Answered answer ->
              FunctionAnswer.inProcess(
                  answer.statusCode(),
                  answer.executedVersion(),
                  answer.functionError().orElse(null),
                  answer.payload().text(),
                  null,
                  call.idempotencyKey());
          case Invocation.Refused refused ->
              throw FunctionCallException.refused(
                  refused.errorCode(),
                  refused.errorCode(),
                  refused.message(),
                  refused.statusCode(),
                  call.idempotencyKey());
        };
  }

  private static InvokeRequest request(FunctionCall call) {
    return new InvokeRequest(
        call.functionName(),
        Optional.ofNullable(call.qualifier()),
        call.payload() == null ? Payload.EMPTY : Payload.ofJson(call.payload()),
        InvokeRequest.InvocationType.REQUEST_RESPONSE,
        call.idempotencyKey());
  }

  /// Starts an execution of a chain under the run id of its name.
  String start(Chain chain, String name, String input) {
    var machine =
        millrace
            .stateMachines()
            .create(
                chain.name() + "-" + name,
                StateMachine.Type.STANDARD,
                new MachineSettings(
                    ChainMachine.definition(chain),
                    "arn:aws:iam::123456789012:role/stages",
                    null,
                    null,
                    null),
                Map.of())
            .arn();
    return millrace.executions().start(machine, name, input).executionArn();
  }

  ExecutionDescription ended(String arn) {
    await(
        () -> describe(arn).summary().status().isTerminal(),
        () -> "It does not end: " + history(arn));
    return describe(arn);
  }

  ExecutionDescription describe(String arn) {
    return millrace.executions().describe(arn);
  }

  void stop(String arn) {
    millrace.executions().stop(arn, null, null);
  }

  List<HistoryEvent> history(String arn) {
    return millrace.executions().history(arn, 1, false, 10_000);
  }

  static void await(BooleanSupplier what, Supplier<String> complaint) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(complaint.get());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /// The runs of a job as GetJobRuns tells them, the latest first.
  JsonNode jobRuns(String job) {
    var request = JsonNodeFactory.instance.objectNode().put("JobName", job);
    try {
      return clients.json("glue", "AWSGlue").call("GetJobRuns", request).body().path("JobRuns");
    } catch (AwsJsonService.RefusedException | IOException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode latestRun(String job) {
    return jobRuns(job).path(0);
  }

  /// Runs one of the jobs by itself and waits for its success.
  ///
  /// @param arguments besides the buckets
  JsonNode runJob(String mainClass, Map<String, String> arguments) throws Exception {
    define(mainClass, jar, mainClass);
    var service = clients.json("glue", "AWSGlue");
    var start = JsonNodeFactory.instance.objectNode().put("JobName", mainClass);
    var given = start.putObject("Arguments");
    given.put("--input-bucket", BUCKET).put("--output-bucket", BUCKET);
    arguments.forEach(given::put);
    var _ = service.call("StartJobRun", start);
    await(
        () -> FINAL.contains(latestRun(mainClass).path("JobRunState").asText()),
        () -> "It does not end: " + latestRun(mainClass));
    var run = latestRun(mainClass);
    if (!run.path("JobRunState").asText().equals("SUCCEEDED")) {
      throw new AssertionError(run.toPrettyString());
    }
    return run;
  }

  /// The lines of all objects below a prefix.
  long lines(String prefix) throws IOException {
    var lines = 0L;
    for (var object : client.listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix)).contents()) {
      try (var in = client.getObject(get -> get.bucket(BUCKET).key(object.key()));
          var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        lines += reader.lines().count();
      }
    }
    return lines;
  }

  /// What a stage left, read as the next stage would.
  List<JsonNode> records(String run, String stage) {
    var store = new ObjectStore(client);
    var output = StageOutput.find(store, BUCKET, run, stage);
    var records = new ArrayList<JsonNode>();
    var type = StageJson.MAPPER.constructType(JsonNode.class);
    try (var stored = new StoredRecords<JsonNode>(store, output, type)) {
      stored.iterator().forEachRemaining(records::add);
    }
    return records;
  }

  S3Client s3() {
    return client;
  }

  @Override
  public void close() {
    millrace.close();
    host.close();
    clients.close();
    glue.close();
    client.close();
    s3.close();
  }
}
