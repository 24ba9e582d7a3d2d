package io.millrace.cli.run;

import io.millrace.api.ApiConfig;
import io.millrace.api.ApiServer;
import io.millrace.cli.wiring.Installation;
import io.millrace.connectors.Connectors;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsEndpoint;
import io.millrace.connectors.http.HttpConnector;
import io.millrace.connectors.lambda.SdkFunctionInvoker;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.activity.VolatileActivityStore;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.shard.ShardStatistics;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The server's engine over a journal that forgets: up in milliseconds, nothing left behind.
final class MemoryEngine implements RunEngine {
  private static final UUID LOWEST = new UUID(0, 0);

  private final InMemoryJournal journal = new InMemoryJournal();
  private final SkippingClock clock = new SkippingClock();
  private final SdkFunctionInvoker functions;
  private final AwsClients clients;
  private final HttpConnector http;
  private final Millrace engine;
  private final @Nullable ApiServer api;
  private final boolean skipsWaits;

  /// @param mocks by state; all other tasks are real
  /// @param port of the API on loopback, 0 for any, or null for none
  /// @param onHalted told when nothing works any more
  MemoryEngine(
      Map<String, MockFile.Responses> mocks,
      boolean skipsWaits,
      @Nullable Integer port,
      Map<String, String> environment,
      Consumer<Throwable> onHalted) {
    this.skipsWaits = skipsWaits;
    RuntimeConfig config = RuntimeConfig.standard();
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    String region = environment.getOrDefault("AWS_REGION", config.arns().region());
    functions = SdkFunctionInvoker.at(AwsEndpoint.fromEnvironment("lambda", region, environment));
    clients = new AwsClients(region, environment, Map.of());
    http = new HttpConnector(region, environment);
    var executions = new CompletableFuture<Executions>();
    Connectors real = Installation.connectors(functions, config, clients, http, executions);
    engine =
        Millrace.start(
            config,
            new Millrace.Parts(
                journal,
                journal,
                new VolatileStateMachineStore(
                    arn -> !journal.list(arn, ExecutionStatus.RUNNING, null, 1).isEmpty()),
                List.of(new MockConnector(mocks, real.all())),
                new HmacTaskTokens(key),
                clock,
                onHalted));
    executions.complete(engine.executions());
    api =
        port == null
            ? null
            : ApiServer.start(
                ApiConfig.onPort(port),
                engine.executions(),
                engine.stateMachines(),
                engine.activities(new VolatileActivityStore()));
  }

  /// The port of the API, or null when there is none.
  @Nullable Integer port() {
    return api == null ? null : api.port();
  }

  @Override
  public StateMachines machines() {
    return engine.stateMachines();
  }

  @Override
  public Executions executions() {
    return engine.executions();
  }

  @Override
  public void letTasksRunOf(String executionArn) {
    // There are no others.
  }

  @Override
  public void skipWaits() {
    if (!skipsWaits || !isIdle()) {
      return;
    }
    Long wake = nextWakeMillis();
    if (wake != null) {
      clock.skipTo(wake);
      engine.tick();
    }
  }

  @Override
  public boolean isStuck() {
    // Twice: between two questions to the journal a wait may end and a task begin.
    return api == null
        && isIdle()
        && nextWakeMillis() == null
        && isIdle()
        && nextWakeMillis() == null;
  }

  /// Whether nothing is going on. The journal says of each execution whether something is in
  /// flight; that stays so until the result of the last task is stored.
  private boolean isIdle() {
    ShardStatistics now = engine.statistics();
    return journal.resumable(Long.MIN_VALUE, LOWEST, 1).isEmpty()
        && now.tasksRunning() == 0
        && now.tasksWaiting() == 0
        && now.gathering() == 0;
  }

  /// The earliest moment at which a running execution goes on by itself, or null. The journal only
  /// answers whether there is one before a given moment, so it is asked 63 times.
  private @Nullable Long nextWakeMillis() {
    long least = 0;
    long most = Long.MAX_VALUE;
    if (journal.waking(least, most, 1).isEmpty()) {
      return null;
    }
    while (most - least > 1) {
      long middle = least + (most - least) / 2;
      if (journal.waking(least, middle, 1).isEmpty()) {
        least = middle;
      } else {
        most = middle;
      }
    }
    return least;
  }

  @Override
  public void close() {
    if (api != null) {
      api.close();
    }
    engine.close();
    http.close();
    clients.close();
    functions.close();
  }
}
