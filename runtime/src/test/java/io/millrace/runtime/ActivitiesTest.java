package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.activity.VolatileActivityStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivitiesTest {
  private final World world = new World();
  private final VolatileActivityStore store = new VolatileActivityStore();
  private final String activity = activities().create("narrate").arn();

  private Activities activities() {
    return world.millrace.activities(store);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aWorkerTakesTheTaskAndEndsItByItsToken() {
    String run = start("");

    Activities.Work work = take("worker one");
    world.millrace.executions().taskSucceeded(work.taskToken(), "\"done\"");

    assertThat(work.input()).isEqualTo("{\"a\":1}");
    assertThat(world.ended(run).output().text()).isEqualTo("\"done\"");
    assertThat(world.types(run))
        .containsSubsequence(
            EventType.ActivityScheduled, EventType.ActivityStarted, EventType.ActivitySucceeded);
    assertThat(world.event(run, EventType.ActivityStarted).details())
        .isEqualTo(new EventDetails.ActivityStarted("worker one"));
  }

  @Test
  void aWorkerThatWaitsGetsTheTaskThatComesLater() {
    CompletableFuture<Activities.Work> asking =
        CompletableFuture.supplyAsync(() -> take("early"), Thread::startVirtualThread);

    start("");

    assertThat(asking.join().input()).isEqualTo("{\"a\":1}");
  }

  @Test
  void tasksAreTakenOnceAndInOrder() {
    String branch =
        "{\"StartAt\":\"T%1$d\",\"States\":{\"T%1$d\":{\"Type\":\"Task\",\"Resource\":\""
            + activity
            + "\",\"Parameters\":{\"n\":%1$d},\"End\":true}}}";
    String definition =
        "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":["
            + branch.formatted(1)
            + ","
            + branch.formatted(2)
            + "]}}}";
    world.millrace.executions().start(world.machine(definition), null, "{}");

    assertThat(take("one").input()).isEqualTo("{\"n\":1}");
    assertThat(take("two").input()).isEqualTo("{\"n\":2}");
  }

  @Test
  void afterAKillOnlyTasksThatNobodyTookAreOfferedAgain() {
    String taken = start("");
    world.event(taken, EventType.ActivityScheduled);
    Activities.Work work = take("before");
    String waiting = start("");
    world.event(waiting, EventType.ActivityScheduled);

    world.killAndRestart();
    take("after");

    world.event(waiting, EventType.ActivityStarted);
    world.millrace.executions().taskSucceeded(work.taskToken(), "1");
    assertThat(world.ended(taken).summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(world.types(taken)).containsOnlyOnce(EventType.ActivityStarted);
  }

  @Test
  void timeRunsFromWhenAWorkerTakesTheTask() {
    String run = start(",\"TimeoutSeconds\":10");
    world.event(run, EventType.ActivityScheduled);

    world.advance(Duration.ofHours(1));
    take("late");
    world.advance(Duration.ofSeconds(9));
    assertThat(world.types(run)).doesNotContain(EventType.ActivityTimedOut);

    world.advance(Duration.ofSeconds(2));
    assertThat(world.ended(run).error()).isEqualTo("States.Timeout");
    assertThat(world.types(run)).contains(EventType.ActivityTimedOut);
  }

  @Test
  void aStoppedExecutionsTaskIsNotGivenToAnybody() {
    String stopped = start("");
    world.event(stopped, EventType.ActivityScheduled);
    world.millrace.executions().stop(stopped, null, null);
    String other = start("");

    take("one");

    world.event(other, EventType.ActivityStarted);
    assertThat(world.types(stopped)).doesNotContain(EventType.ActivityStarted);
  }

  @Test
  void creatingTwiceIsCreatingOnceAndADeletedOneIsGone() {
    assertThat(activities().create("narrate").arn()).isEqualTo(activity);
    assertThat(activities().list(null, 10)).hasSize(1);

    activities().delete(activity);
    activities().delete(activity);

    assertThatThrownBy(() -> activities().take(activity, null))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Activity Does Not Exist: '" + activity + "'");
  }

  private Activities.Work take(String worker) {
    return Objects.requireNonNull(activities().take(activity, worker));
  }

  private String start(String fields) {
    String definition =
        "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"Resource\":\""
            + activity
            + "\",\"End\":true"
            + fields
            + "}}}";
    return world
        .millrace
        .executions()
        .start(world.machine(definition), null, "{\"a\":1}")
        .executionArn();
  }
}
