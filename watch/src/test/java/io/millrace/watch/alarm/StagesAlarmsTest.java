package io.millrace.watch.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.testkit.SettableClock;
import io.millrace.watch.metrics.Meters;
import io.millrace.watch.metrics.Metric;
import io.millrace.watch.metrics.QueueMetrics;
import io.millrace.watch.metrics.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The five alarms of a chain of stages, each rising and falling.
class StagesAlarmsTest {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");
  private static final String MACHINE = "arn:aws:states:us-east-1:0:stateMachine:targeting";

  private final SettableClock clock = new SettableClock(T0);
  private final List<AlarmChange> changes = new ArrayList<>();
  private final Alarms alarms =
      new Alarms(AlarmFile.ofStages(_ -> null), clock.instant(), changes::add);
  private final Meters meters = new Meters(new SimpleMeterRegistry(), clock, alarms.watches());

  /// Until something is measured, alarms whose metrics are silent when all is well are OK.
  @BeforeEach
  void aMinutePasses() {
    nextMinute();
    changes.clear();
  }

  private void nextMinute() {
    clock.advance(Duration.ofMinutes(1));
    alarms.evaluate(clock.instant());
  }

  @Test
  void oneFailedExecutionRaisesTheFailureAlarmAndAQuietMinuteEndsIt() {
    meters.of(Metric.EXECUTIONS_FAILED, MACHINE).count();
    nextMinute();
    assertThat(changes)
        .extracting(one -> one.alarm().name(), AlarmChange::from, AlarmChange::to)
        .containsExactly(tuple("StagesHighFailureRate", Alarm.State.OK, Alarm.State.ALARM));

    changes.clear();
    nextMinute();
    nextMinute();
    assertThat(last("StagesHighFailureRate")).isEqualTo(Alarm.State.ALARM);
    nextMinute();
    assertThat(last("StagesHighFailureRate")).isEqualTo(Alarm.State.OK);
  }

  @Test
  void anExecutionNearTheLimitRaisesTheTimeAlarm() {
    meters.of(Metric.EXECUTION_TIME, MACHINE).record(239_000);
    nextMinute();
    assertThat(last("StagesLongExecutionTime")).isEqualTo(Alarm.State.OK);

    meters.of(Metric.EXECUTION_TIME, MACHINE).record(241_000);
    meters.of(Metric.EXECUTION_TIME, MACHINE).record(5);
    nextMinute();

    assertThat(last("StagesLongExecutionTime")).isEqualTo(Alarm.State.ALARM);
  }

  @Test
  void aDeadLetterRaisesItsAlarmUntilItIsRedrivenAndOtherQueuesDoNot() {
    look(queue("work", 50, Duration.ZERO, false), queue("work-dlq", 1, Duration.ZERO, true));
    nextMinute();
    assertThat(last("StagesDeadLetters")).isEqualTo(Alarm.State.ALARM);

    look(queue("work", 51, Duration.ZERO, false), queue("work-dlq", 0, Duration.ZERO, true));
    nextMinute();
    assertThat(last("StagesDeadLetters")).isEqualTo(Alarm.State.OK);
  }

  @Test
  void errorsOfAnyStageInThreeOfFiveMinutesRaiseTheErrorAlarm() {
    for (int minute = 0; minute < 3; minute++) {
      for (int error = 0; error < 6; error++) {
        meters.of(Metric.ERRORS, MACHINE, "Stage" + error).count();
      }
      assertThat(last("StagesLambdaErrors")).isEqualTo(Alarm.State.OK);
      nextMinute();
    }

    assertThat(last("StagesLambdaErrors")).isEqualTo(Alarm.State.ALARM);
  }

  @Test
  void aMessageThatWaitsForMoreThanHalfAnHourRaisesTheBacklogAlarm() {
    look(queue("work", 1, Duration.ofMinutes(30), false));
    nextMinute();
    assertThat(last("StagesQueueBacklog")).isEqualTo(Alarm.State.OK);

    look(queue("work", 1, Duration.ofMinutes(31), false));
    nextMinute();

    assertThat(last("StagesQueueBacklog")).isEqualTo(Alarm.State.ALARM);
  }

  @Test
  void thereAreTheFiveOfTheDocument() {
    assertThat(alarms.statuses())
        .extracting(one -> one.alarm().metric().cloudWatchName())
        .containsExactly(
            "ExecutionsFailed",
            "ExecutionTime",
            "ApproximateNumberOfDeadLetters",
            "Errors",
            "ApproximateAgeOfOldestMessage");
  }

  @Test
  void aChangeIsToldOnce() {
    IntStream.range(0, 5)
        .forEach(
            _ -> {
              meters.of(Metric.EXECUTIONS_FAILED, MACHINE).count();
              nextMinute();
            });

    assertThat(changes).hasSize(1);
  }

  private void look(QueueState... states) {
    new QueueMetrics(() -> List.of(states), meters).poll();
  }

  private static QueueState queue(String name, long visible, Duration age, boolean dead) {
    return new QueueState(name, visible, 0, 0, age, dead, null);
  }

  private Alarm.State last(String name) {
    return alarms.statuses().stream()
        .filter(one -> one.alarm().name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }
}
