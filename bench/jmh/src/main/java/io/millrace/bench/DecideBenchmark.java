package io.millrace.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Asl;
import io.millrace.asl.json.Json;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.StateMachineDefinition;
import io.millrace.engine.decide.Command;
import io.millrace.engine.decide.Decider;
import io.millrace.engine.decide.Decision;
import io.millrace.engine.decide.Effect;
import io.millrace.engine.decide.EngineLimits;
import io.millrace.engine.execution.Execution;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventCodec;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// State transitions a second on one core, in memory: whole executions from Start to the last
/// event, every input and output as text, and the events in the form in which the journal stores
/// them. A transition is what AWS bills: a state that is entered.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
public class DecideBenchmark {
  private static final int STATES = 60;
  private static final long NOW = 1_800_000_000_000L;
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:";

  private final Decider decider =
      new Decider((id, event) -> id + ":" + event, new EngineLimits(25_000, 262_144, 2_000));
  private final Payload input = Payload.ofText("{\"id\":\"o-4711\",\"n\":7,\"ok\":true}");
  private final Payload result = Payload.ofText("{\"Payload\":{\"price\":12}}");
  private final StateMachineDefinition passes = machine(new String[] {PASS});
  private final StateMachineDefinition choices = machine(new String[] {CHOICE});
  private final StateMachineDefinition tasks = machine(new String[] {TASK});
  private final StateMachineDefinition mixed = machine(new String[] {PASS, CHOICE, TASK});
  private final StateMachineDefinition jsonata = jsonataMachine();

  private static final String PASS =
      "{'Type':'Pass','Result':{'done':true},'ResultPath':'$.step','Next':'%1$s'}";
  private static final String CHOICE =
      """
      {'Type':'Choice','Choices':[{'Variable':'$.n','NumericGreaterThan':100,'Next':'%1$s'},
        {'Variable':'$.id','StringEquals':'o-4711','Next':'%1$s'}],'Default':'%1$s'}
      """;
  private static final String TASK =
      """
      {'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','ResultPath':'$.task',
       'Parameters':{'FunctionName':'f','Payload.$':'$.id'},'Next':'%1$s',
       'Retry':[{'ErrorEquals':['States.ALL']}]}
      """;
  private static final String JSONATA =
      "{'Type':'Pass','Output':{'id':'{%% $states.input.id %%}','n':'{%% $states.input.n + 1 %%}'},"
          + "'Next':'%1$s'}";

  @Benchmark
  @OperationsPerInvocation(STATES)
  public byte[] transitionsPass() {
    return run(passes);
  }

  @Benchmark
  @OperationsPerInvocation(STATES)
  public byte[] transitionsChoice() {
    return run(choices);
  }

  /// A Task is scheduled, started and succeeds: three decisions' worth of events for one state.
  @Benchmark
  @OperationsPerInvocation(STATES)
  public byte[] transitionsTask() {
    return run(tasks);
  }

  @Benchmark
  @OperationsPerInvocation(STATES)
  public byte[] transitionsMixed() {
    return run(mixed);
  }

  @Benchmark
  @OperationsPerInvocation(STATES)
  public byte[] transitionsJsonata() {
    return run(jsonata);
  }

  private byte[] run(StateMachineDefinition definition) {
    Execution execution = Execution.begin(header(), definition);
    Decision decision = decider.decide(execution, new Command.Start(input), NOW);
    byte[] stored = EventCodec.encode(decision.events());
    while (execution.status() == ExecutionStatus.RUNNING) {
      if (!(decision.effects().getFirst() instanceof Effect.DispatchTask task)) {
        throw new IllegalStateException("nothing to do: " + decision.effects());
      }
      long id = task.attempt().scheduledEventId();
      decision = decider.decide(execution, new Command.TaskSucceeded(id, NOW, result), NOW);
      stored = EventCodec.encode(decision.events());
    }
    if (execution.status() != ExecutionStatus.SUCCEEDED) {
      throw new IllegalStateException("ended " + execution.status());
    }
    return stored;
  }

  private static ExecutionHeader header() {
    return new ExecutionHeader(
        new UUID(1, 2),
        ARN + "execution:m:e",
        "e",
        ARN + "stateMachine:m",
        "m",
        new UUID(3, 4),
        "arn:aws:iam::123456789012:role/r",
        "us-east-1",
        NOW,
        42);
  }

  /// So many states that one ends the machine, and the others are these in turn.
  private static StateMachineDefinition machine(String[] kinds) {
    return machine("JSONPath", kinds);
  }

  private static StateMachineDefinition jsonataMachine() {
    return machine("JSONata", new String[] {JSONATA});
  }

  private static StateMachineDefinition machine(String language, String[] kinds) {
    ObjectNode machine = Samples.machine(language, "S0");
    ObjectNode states = (ObjectNode) machine.path("States");
    for (int i = 0; i < STATES - 1; i++) {
      Samples.put(states, i, kinds[i % kinds.length].formatted("S" + (i + 1)));
    }
    Samples.put(states, STATES - 1, "{'Type':'Succeed'}");
    return Asl.parse(Json.write(machine)).orThrow();
  }
}
