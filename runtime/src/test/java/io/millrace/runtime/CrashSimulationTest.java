package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import io.millrace.runtime.execution.ExecutionDescription;
import io.millrace.testkit.InMemoryJournal.Disturbance;
import io.millrace.testkit.ScriptedConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The process is killed after commits chosen by a seed; whatever they are, the executions end as
/// they would have without, and no step is recorded twice.
class CrashSimulationTest {
  private static final int EXECUTIONS = 4;

  /// A Map of retried tasks, a Parallel, a Wait, a Choice.
  private static final String MACHINE =
      """
      {"StartAt":"Each","States":{
        "Each":{"Type":"Map","MaxConcurrency":2,"ItemsPath":"$.items","ResultPath":"$.done","Next":"Both",
          "ItemProcessor":{"StartAt":"Work","States":{"Work":{"Type":"Task","End":true,
            "Resource":"arn:aws:lambda:us-east-1:000000000000:function:work",
            "Retry":[{"ErrorEquals":["Flaky"],"IntervalSeconds":3,"MaxAttempts":5}]}}}},
        "Both":{"Type":"Parallel","ResultPath":"$.both","Next":"Rest","Branches":[
          {"StartAt":"A","States":{"A":{"Type":"Task","End":true,
            "Resource":"arn:aws:lambda:us-east-1:000000000000:function:a"}}},
          {"StartAt":"B","States":{"B":{"Type":"Wait","Seconds":5,"Next":"B2"},"B2":{"Type":"Pass","End":true}}}]},
        "Rest":{"Type":"Wait","Seconds":120,"Next":"Which"},
        "Which":{"Type":"Choice","Choices":[{"Variable":"$.items[0]","NumericEquals":1,"Next":"Good"}],
          "Default":"Bad"},
        "Good":{"Type":"Succeed"},
        "Bad":{"Type":"Fail","Error":"Bad","Cause":"no"}}}
      """;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theEndIsTheSameWhereverTheProcessIsKilled(long seed) {
    List<Outcome> undisturbed = run(new SplittableRandom(seed), false);

    assertThat(run(new SplittableRandom(seed), true)).isEqualTo(undisturbed);
  }

  private record Outcome(
      ExecutionStatus status, String output, TreeMap<EventType, Integer> eventTypes) {}

  private static List<Outcome> run(SplittableRandom random, boolean disturbed) {
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    var connector = new ScriptedConnector(attempt -> outcome(attempt, failedOnce));
    try (World world = new World(connector)) {
      String machine = world.machine(MACHINE);
      List<String> arns = new ArrayList<>();
      for (int i = 0; i < EXECUTIONS; i++) {
        arns.add(
            world
                .millrace
                .executions()
                .start(machine, "e" + i, "{\"items\":[" + (i % 3) + ",1,2,3,4]}")
                .executionArn());
      }
      armNextKill(world, random, disturbed);
      int kills = 0;
      for (int round = 0; round < 3_000 && !allEnded(world, arns); round++) {
        if (world.halted.getAndSet(null) != null) {
          world.killAndRestart();
          kills++;
          armNextKill(world, random, disturbed);
        }
        world.advance(Duration.ofMillis(200));
        LockSupport.parkNanos(500_000);
      }
      assertThat(kills > 0).as("was killed").isEqualTo(disturbed);
      return arns.stream().map(arn -> outcome(world, arn)).toList();
    }
  }

  private static void armNextKill(World world, SplittableRandom random, boolean disturbed) {
    int kill = disturbed ? random.nextInt(1, 8) : Integer.MAX_VALUE;
    boolean loses = random.nextBoolean();
    world.journal.disturb(
        commit ->
            commit >= kill
                ? Disturbance.KILLED_AFTER
                : loses && disturbed && commit % 3 == 0
                    ? Disturbance.ANSWER_LOST
                    : Disturbance.NONE);
  }

  /// The first attempt of every second item fails, once.
  private static TaskOutcome outcome(TaskAttempt attempt, Set<String> failedOnce) {
    String text = attempt.parameters().text();
    boolean flaky = text.equals("2") || text.equals("4");
    if (flaky && isFirst(attempt, failedOnce)) {
      return new TaskOutcome.Failed("Flaky", "first attempt");
    }
    return new TaskOutcome.Succeeded(attempt.parameters());
  }

  /// Whether this is the first attempt of its item: the same after a crash, because the name of an
  /// attempt is.
  private static boolean isFirst(TaskAttempt attempt, Set<String> firsts) {
    String item = attempt.executionId() + " " + attempt.parameters().text();
    String named = item + " " + attempt.scheduledEventId();
    return firsts.contains(named) || (firsts.add(item) && firsts.add(named));
  }

  private static boolean allEnded(World world, List<String> arns) {
    return arns.stream()
        .allMatch(arn -> world.journal.find(arn).orElseThrow().status().isTerminal());
  }

  private static Outcome outcome(World world, String arn) {
    ExecutionDescription description = world.millrace.executions().describe(arn);
    TreeMap<EventType, Integer> types = new TreeMap<>();
    for (HistoryEvent event : world.history(arn)) {
      types.merge(event.type(), 1, Integer::sum);
    }
    return new Outcome(
        description.summary().status(),
        String.valueOf(description.output()) + description.error(),
        types);
  }
}
