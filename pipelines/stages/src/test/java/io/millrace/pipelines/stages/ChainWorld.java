package io.millrace.pipelines.stages;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.SdkConnector;
import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.connectors.lambda.LambdaConnector;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.local.lambda.FunctionConfig;
import io.millrace.local.lambda.Invocation;
import io.millrace.local.lambda.InvokeRequest;
import io.millrace.local.lambda.LambdaHost;
import io.millrace.local.lambda.Payload;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainMachine;
import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.runtime.express.ExpressOutcome;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// A chain on the real engine: its definition as generated, its functions in the Lambda host, its
/// objects in the S3 endpoint. The engine's clock stands until a test moves it.
final class ChainWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));

  private final LambdaHost host;
  private final AwsClients clients;
  private final Millrace millrace;
  private final String machine;

  ChainWorld(Chain chain) {
    this(chain, handler -> handler);
  }

  /// As a Standard state machine, whatever the chain says: it keeps its history for tests to read.
  ChainWorld(Chain chain, UnaryOperator<RequestStreamHandler> wrapped) {
    this(chain, StateMachine.Type.STANDARD, wrapped);
  }

  /// @param wrapped lets a test step between the host and a stage's handler
  ChainWorld(Chain chain, StateMachine.Type type, UnaryOperator<RequestStreamHandler> wrapped) {
    var builder = LambdaHost.builder();
    for (var stage : chain.stages()) {
      if (stage instanceof LambdaStage lambda) {
        builder.function(
            FunctionConfig.of(
                    lambda.function(),
                    () -> wrapped.apply(new StageHandler(TestS3.services(), instance(lambda))))
                .withTimeout(lambda.timeout())
                .withMemorySizeMb(lambda.memoryMb()));
      }
    }
    host = builder.build();
    URI s3 = TestS3.endpoint();
    clients = new AwsClients("us-east-1", Map.of(), Map.of("s3", () -> s3));
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
                    new SdkConnector(clients)),
                new HmacTaskTokens(new byte[32]),
                clock,
                reason -> {
                  throw new AssertionError(reason);
                }));
    machine =
        millrace
            .stateMachines()
            .create(
                chain.name(),
                type,
                new MachineSettings(
                    ChainMachine.definition(chain),
                    "arn:aws:iam::123456789012:role/stages",
                    null,
                    null,
                    null),
                Map.of())
            .arn();
  }

  static Stage<?, ?> instance(LambdaStage stage) {
    try {
      return Class.forName(stage.handler()).asSubclass(Stage.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(stage.handler(), e);
    }
  }

  /// Starts an execution and waits for its end.
  ExecutionDescription run(String name, String input) {
    return ended(start(name, input));
  }

  /// Carries an Express execution out, to its end.
  ExpressOutcome runExpress(String name, String input) {
    return millrace.executions().startSync(machine, name, input);
  }

  String start(String name, String input) {
    return millrace.executions().start(machine, name, input).executionArn();
  }

  ExecutionDescription ended(String arn) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!millrace.executions().describe(arn).summary().status().isTerminal()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It does not end: " + history(arn));
      }
      LockSupport.parkNanos(2_000_000);
    }
    return millrace.executions().describe(arn);
  }

  /// Waits until a task of the execution has failed so many times.
  void untilFailed(String arn, int times) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (history(arn).stream().filter(event -> event.type() == EventType.TaskFailed).count()
        < times) {
      if (System.nanoTime() > end) {
        throw new AssertionError("It does not fail " + times + " times: " + history(arn));
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  void advance(Duration by) {
    clock.advance(by);
    millrace.tick();
  }

  List<HistoryEvent> history(String arn) {
    return millrace.executions().history(arn, 1, false, 10_000);
  }

  /// The names of the states it went through.
  List<String> states(String arn) {
    return history(arn).stream()
        .map(HistoryEvent::details)
        .filter(EventDetails.StateEntered.class::isInstance)
        .map(details -> ((EventDetails.StateEntered) details).name())
        .toList();
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

  @Override
  public void close() {
    millrace.close();
    host.close();
    clients.close();
  }
}
