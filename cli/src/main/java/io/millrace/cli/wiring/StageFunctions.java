package io.millrace.cli.wiring;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.local.lambda.FunctionConfig;
import io.millrace.local.lambda.LambdaHost;
import io.millrace.pipelines.stages.Stage;
import io.millrace.pipelines.stages.StageHandler;
import io.millrace.pipelines.stages.StageServices;
import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.runtime.Arns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The functions of all chains, in this process. So many of a chain are carried out at a time;
/// further calls wait for their turn in the order they came, where AWS would throttle them and
/// leave the waiting to retries. A function that several chains name has turns of its own.
/// Thread-safe.
final class StageFunctions implements FunctionInvoker, AutoCloseable {
  private final LambdaHost host;
  private final FunctionInvoker here;
  private final FunctionInvoker elsewhere;

  /// By the functions' names.
  private final Map<String, Semaphore> turns;

  private StageFunctions(LambdaHost host, FunctionInvoker elsewhere, Map<String, Semaphore> turns) {
    this.host = host;
    this.here = new LocalFunctions(host, LocalFunctions.none());
    this.elsewhere = elsewhere;
    this.turns = Map.copyOf(turns);
  }

  /// @param elsewhere asked for functions that belong to no chain
  /// @throws IllegalArgumentException when a handler is no class here, or two stages want different
  ///   functions of one name
  static StageFunctions of(
      StagesOptions options, StageServices services, FunctionInvoker elsewhere) {
    var known = new HashMap<String, LambdaStage>();
    var host = LambdaHost.builder().identity(Arns.LOCAL.region(), Arns.LOCAL.account());
    for (var chain : options.chains()) {
      for (var stage : chain.stages()) {
        if (!(stage instanceof LambdaStage lambda)) {
          continue;
        }
        var other = known.putIfAbsent(lambda.function(), lambda);
        if (other == null) {
          host.function(config(lambda, services, options.trial()));
        } else if (!other.handler().equals(lambda.handler())) {
          throw new IllegalArgumentException(
              "The function "
                  + lambda.function()
                  + " is "
                  + other.handler()
                  + " in one chain and "
                  + lambda.handler()
                  + " in another; name one of them otherwise.");
        }
      }
    }
    return new StageFunctions(host.build(), elsewhere, turns(options));
  }

  private static Map<String, Semaphore> turns(StagesOptions options) {
    var users = new HashMap<String, Set<String>>();
    var turns = new HashMap<String, Semaphore>();
    for (var chain : options.chains()) {
      var ofChain = new Semaphore(options.parallel(), true);
      for (var stage : chain.stages()) {
        if (stage instanceof LambdaStage lambda) {
          var chains = users.computeIfAbsent(lambda.function(), _ -> new HashSet<>());
          chains.add(chain.name());
          turns.put(
              lambda.function(),
              chains.size() == 1
                  ? ofChain
                  : new Semaphore(options.parallel() * chains.size(), true));
        }
      }
    }
    return turns;
  }

  private static FunctionConfig config(
      LambdaStage stage, StageServices services, @Nullable StageTrial trial) {
    var type = handlerClass(stage);
    var config =
        Stage.class.isAssignableFrom(type)
            ? FunctionConfig.of(
                stage.function(), () -> handler(type.asSubclass(Stage.class), services, trial))
            : FunctionConfig.of(stage.function(), stage.handler());
    return config.withTimeout(stage.timeout()).withMemorySizeMb(stage.memoryMb());
  }

  private static Class<?> handlerClass(LambdaStage stage) {
    try {
      return Class.forName(stage.handler());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          stage.name() + " has the handler " + stage.handler() + ", which is no class here.", e);
    }
  }

  private static RequestStreamHandler handler(
      @SuppressWarnings("rawtypes") Class<? extends Stage> type,
      StageServices services,
      @Nullable StageTrial trial) {
    try {
      var stage = new StageHandler(services, type.getConstructor().newInstance());
      return trial == null ? stage : StageFaults.around(stage, services, trial);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          type.getName() + " needs a public constructor without parameters.", e);
    }
  }

  @Override
  public FunctionAnswer invoke(FunctionCall call)
      throws FunctionCallException, InterruptedException {
    var turn = turns.get(simpleName(call.functionName()));
    if (turn == null) {
      return elsewhere.invoke(call);
    }
    turn.acquire();
    try {
      return here.invoke(call);
    } finally {
      turn.release();
    }
  }

  /// The name in an ARN, or the name itself.
  private static String simpleName(String function) {
    var mark = function.indexOf(":function:");
    var name = mark < 0 ? function : function.substring(mark + ":function:".length());
    var qualifier = name.indexOf(':');
    return qualifier < 0 ? name : name.substring(0, qualifier);
  }

  @Override
  public void close() {
    host.close();
  }
}
