package io.millrace.cli.wiring;

import io.millrace.api.ApiConfig;
import io.millrace.api.ApiServer;
import io.millrace.connectors.Connectors;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.connectors.aws.SdkConnector;
import io.millrace.connectors.http.HttpConnector;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.connectors.lambda.LambdaConnector;
import io.millrace.connectors.lambda.SdkFunctionInvoker;
import io.millrace.connectors.map.S3ObjectStore;
import io.millrace.connectors.service.DynamoDbConnector;
import io.millrace.connectors.service.EcsConnector;
import io.millrace.connectors.service.EventsConnector;
import io.millrace.connectors.service.GlueConnector;
import io.millrace.connectors.service.SnsConnector;
import io.millrace.connectors.service.SqsConnector;
import io.millrace.connectors.service.StatesConnector;
import io.millrace.engine.journal.FencedException;
import io.millrace.pipelines.book.store.ArtifactStore;
import io.millrace.postgres.PostgresStore;
import io.millrace.runtime.Arns;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;
import io.millrace.runtime.watch.ExecutionListener;
import io.millrace.runtime.watch.SeveralListeners;
import io.millrace.triggers.event.EventDelivery;
import io.millrace.triggers.event.Rule;
import io.millrace.triggers.event.RuleFile;
import io.millrace.triggers.event.Rules;
import io.millrace.watch.Monitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine with everything it runs on, in this process. Thread-safe. Closing stops it in good
/// order; what runs is gone on with at the next start.
public final class Installation implements AutoCloseable {
  /// What to tell a person when this process has lost its work to another one.
  private static final String TAKEN_OVER =
      "Another process has taken over the executions in this database, so this one ends. Started"
          + " again, it stands by.";

  private static final String FELL_OVER =
      "The engine cannot go on and ends; started again, it goes on from what is durable. Please"
          + " report this with the end of the log: ";
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

  private final Closing parts;
  private final Path data;
  private final Databases databases;
  private final @Nullable BookParts book;
  private final @Nullable StagesParts stages;
  private final @Nullable Monitor monitor;
  private final @Nullable EventDelivery events;
  private final Gate gate;
  private final Millrace engine;
  private final @Nullable ApiServer api;

  /// Starts everything, from the disk upwards. No function is invoked before [#letTasksRun].
  ///
  /// @param stop whether the process has been asked to stop
  /// @param onHalted told why, on a thread of its own, when nothing works here any more: another
  ///   process has taken over the executions, or the engine fell over; the process should end
  /// @throws RuntimeException saying what this machine lacks; what was started is stopped again,
  ///   also when the thread is interrupted meanwhile
  public static Installation start(
      InstallationOptions options, Gate.Stop stop, Consumer<String> onHalted) {
    var parts = new Closing();
    try {
      return new Installation(options, stop, onHalted, parts);
    } catch (IOException e) {
      closeAfter(e, parts);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      closeAfter(e, parts);
      throw e;
    }
  }

  private static void closeAfter(Exception trouble, Closing parts) {
    try {
      parts.close();
    } catch (RuntimeException e) {
      trouble.addSuppressed(e);
    }
  }

  private Installation(
      InstallationOptions options, Gate.Stop stop, Consumer<String> onHalted, Closing parts)
      throws IOException {

    this.parts = parts;
    this.data = options.data();
    Map<String, String> environment = options.environment();
    RuntimeConfig config = RuntimeConfig.standard();

    String region = environment.getOrDefault("AWS_REGION", config.arns().region());

    var objects =
        parts.add(
            new Meanwhile<>(
                "objects", () -> BookStores.Objects.start(options.data().resolve("objects"))));
    Databases postgres = parts.add(databases(options, objects));
    databases = postgres;
    var tables = parts.add(new Meanwhile<>("tables", () -> BookStores.Tables.open(postgres)));
    if (options.book() && options.postgresUrl() == null) tables.begin();
    PostgresStore store = parts.add(PostgresStore.open(databases.journal()));

    StagesOptions chains = options.stages();
    stages = chains == null ? null : parts.add(StagesParts.start(options.data(), chains, onHalted));
    book =
        options.book()
            ? BookParts.start(options.data(), bookObjects(objects), tables.get(), environment)
            : null;
    if (book != null) parts.add(book.host());

    FunctionInvoker functions =
        parts.add(
            SdkFunctionInvoker.at(AwsEndpoint.fromEnvironment("lambda", region, environment)));
    if (book != null) functions = new LocalFunctions(book.host(), functions);
    if (stages != null) functions = parts.add(stages.functions(functions));
    gate = new Gate(functions, stop);

    var executions = new CompletableFuture<Executions>();
    var api = new AtomicReference<@Nullable ApiServer>();
    var clients =
        parts.add(new AwsClients(region, environment, here(() -> ownApi(api.get()), stages)));
    WatchOptions watch = options.watch();
    monitor =
        watch == null
            ? null
            : parts.add(
                Watching.start(watch, config.arns(), environment, () -> clients.endpoint("sns")));
    Connectors connectors =
        connectors(
            gate, config, clients, parts.add(new HttpConnector(region, environment)), executions);

    StageFailures failures =
        StageFailures.of(data, stages == null ? Map.of() : stages.deadLetterQueues());
    warnOfAbsent(failures, chains);
    Rules rules = rules(options, failures);
    events =
        rules.all().isEmpty()
            ? null
            : parts.add(
                EventRules.prepare(
                    parts,
                    rules,
                    store.journal(),
                    gate,
                    clients,
                    environment,
                    stages == null ? failures.unreachable() : Map.of()));

    engine =
        parts.add(
            Millrace.start(
                config,
                new Millrace.Parts(
                    store.journal(),
                    store.journal(),
                    store.stateMachines(),
                    connectors.all(),
                    parts.add(new S3ObjectStore(clients.endpoint("s3"))),
                    store.taskTokens(),
                    Clock.systemUTC(),
                    SeveralListeners.of(
                        List.of(
                            monitor == null ? ExecutionListener.NONE : monitor.listener(),
                            stages == null ? ExecutionListener.NONE : stages.listener())),
                    LogDestinations.of(options.data().resolve("logs/executions"), clients),
                    reason -> {
                      LOG.error("the engine has halted", reason);
                      onHalted.accept(
                          reason instanceof FencedException ? TAKEN_OVER : FELL_OVER + reason);
                    })));
    executions.complete(engine.executions());
    if (monitor != null && watch != null) {
      parts.add(Watching.serve(monitor, watch, engine, stages, clients.endpoint("sqs")));
    }
    if (options.retention() != null) {
      parts.add(Retaining.start(options.retention(), store.endedExecutions(), stages, engine));
    }
    this.api =
        options.port() == null
            ? null
            : parts.add(
                ApiServer.start(
                    ApiConfig.onPort(options.port()),
                    engine.executions(),
                    engine.stateMachines(),
                    engine.activities(store.activities())));
    api.set(this.api);
  }

  /// The book's objects lie in the same folder as those of chains, which one endpoint serves.
  private ArtifactStore bookObjects(Meanwhile<BookStores.Objects> own) {
    return stages == null ? own.get().store() : parts.add(BookStores.clientOf(stages.objects()));
  }

  /// Services that this process offers itself.
  private static Map<String, Supplier<URI>> here(Supplier<URI> api, @Nullable StagesParts stages) {
    var here = new HashMap<String, Supplier<URI>>();
    here.put("sfn", api);
    if (stages != null) here.putAll(stages.services());
    return here;
  }

  /// Who is told of executions: whom the file names, and the dead-letter queues of chains.
  private static Rules rules(InstallationOptions options, StageFailures failures)
      throws IOException {
    var all = new ArrayList<Rule>();
    if (options.rules() != null) all.addAll(RuleFile.read(options.rules()).all());
    all.addAll(failures.rules());
    return new Rules(all);
  }

  /// A chain that is not served any more may still have executions, which go on without functions.
  private static void warnOfAbsent(StageFailures failures, @Nullable StagesOptions served) {
    var absent = new TreeSet<>(failures.deadLetterQueues().keySet());
    if (served != null) served.chains().forEach(chain -> absent.remove(chain.name()));
    if (absent.isEmpty()) return;
    LOG.atWarn()
        .addKeyValue("chains", absent)
        .log(
            "this data folder has served chains that this process was started without: what is"
                + " left of their executions finds no functions here, and the messages of those"
                + " that fail are kept for their dead-letter queues");
  }

  /// Everything a Task's `Resource` can name here.
  ///
  /// @param ours completed once the engine runs that the connectors serve
  public static Connectors connectors(
      FunctionInvoker functions,
      RuntimeConfig config,
      AwsClients clients,
      HttpConnector http,
      CompletableFuture<Executions> ours) {
    return Connectors.of(
        new LambdaConnector(functions, config.limits().payloadBytesMax()),
        new StatesConnector(ours),
        new SqsConnector(clients),
        new SnsConnector(clients),
        new DynamoDbConnector(clients),
        new EventsConnector(clients),
        new EcsConnector(clients, Clock.systemUTC()),
        new GlueConnector(clients, Clock.systemUTC()),
        http,
        new SdkConnector(clients));
  }

  /// `aws-sdk:sfn` calls this server's own API, unless the environment names another.
  private static URI ownApi(@Nullable ApiServer api) {
    if (api == null) {
      throw new IllegalStateException(
          "aws-sdk:sfn needs the API of this server, which was started without it; set"
              + " AWS_ENDPOINT_URL_SFN");
    }
    return URI.create("http://127.0.0.1:" + api.port());
  }

  /// @param objects begun once the data folder is known to be no other process's, which the lock of
  ///   the embedded server tells before it starts
  private static Databases databases(
      InstallationOptions options, Meanwhile<BookStores.Objects> objects) {
    String url = options.postgresUrl();
    if (url == null) {
      return Databases.embedded(
          options.data().resolve("postgres"),
          options.book() && options.stages() == null ? objects::begin : () -> {});
    }
    String user = options.postgresUser();
    return Databases.at(
        url,
        user == null ? System.getProperty("user.name") : user,
        options.environment().getOrDefault("MILLRACE_POSTGRES_PASSWORD", ""));
  }

  public StateMachines machines() {
    return engine.stateMachines();
  }

  public Executions executions() {
    return engine.executions();
  }

  /// The book pipeline.
  ///
  /// @throws NullPointerException when it was not asked for
  public BookParts book() {
    return Objects.requireNonNull(book, "this installation was started without the book pipeline");
  }

  /// The chains of stages.
  ///
  /// @throws NullPointerException when there are none
  public StagesParts stages() {
    return Objects.requireNonNull(stages, "this installation was started without stages");
  }

  /// The port of the metrics, or null when there are none.
  public @Nullable Integer metricsPort() {
    return monitor == null ? null : monitor.port();
  }

  /// Makes the state machines of the chains, and lets messages start their executions.
  ///
  /// @throws NullPointerException when there are no chains, or no API
  public void letMessagesCome() {
    StageMachines.registerAll(machines(), stages().options().chains());
    URI own = ownApi(api);
    parts.add(stages().pipes(own));
    var endpoints = new HashMap<>(stages().endpoints());
    endpoints.put("sfn", own);
    try {
      StageEndpoints.write(data, endpoints);
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder cannot be written: " + e, e);
    }
  }

  /// Lets functions be invoked from now on.
  public void letTasksRun() {
    gate.open();
    if (events != null) events.start();
  }

  /// Lets functions be invoked from now on, by this execution only.
  public void letTasksRunOf(UUID executionId) {
    gate.openFor(executionId);
  }

  /// Lines for a shell that look into the embedded PostgreSQL while this process runs: the journal,
  /// and the book pipeline's tables. Empty with somebody else's PostgreSQL.
  public List<String> psqlCommands() {
    return databases.psqlCommands(book != null);
  }

  /// The port of the API.
  ///
  /// @throws NullPointerException when it was not asked for
  public int port() {
    return Objects.requireNonNull(api, "this installation was started without the API").port();
  }

  /// The ARN of a function of this installation.
  public static String functionArn(String name) {
    Arns arns = RuntimeConfig.standard().arns();
    return "arn:%s:lambda:%s:%s:function:%s"
        .formatted(arns.partition(), arns.region(), arns.account(), name);
  }

  @Override
  public void close() {
    parts.close();
  }
}
