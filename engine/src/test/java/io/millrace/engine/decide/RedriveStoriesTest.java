package io.millrace.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.map.MapRunPlan;
import io.millrace.engine.trace.Trace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Executions that end without success and are redriven, each story told twice: undisturbed, and
/// with a crash after every decision. Rules: developer guide, "Restarting state machine executions
/// with redrive" and "Redriving Map Runs".
class RedriveStoriesTest {
  private static final String TASK =
      "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"f\",\"Payload.$\":\"$\"}";

  private static final int DAY_SECONDS = 86_400;

  private static String afterPass(String state, String fields) {
    return """
    {"StartAt":"P",%s"States":{"P":{"Type":"Pass","Next":"T"},"T":{%s,"End":true}}}\
    """
        .formatted(fields, state);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFailedTaskIsScheduledAgainAndNothingBeforeIt(boolean crashing) {
    Story story = Story.of(afterPass(TASK, ""), crashing).start("{\"n\":1}");
    story.taskFails("T", "Boom");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);

    story.redrive();
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(story.execution().stopMillis()).isNull();
    assertThat(story.parametersOf("T")).contains("\"n\":1");
    story.taskSucceeds("T", "{\"ok\":true}");

    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 PassStateEntered
            3<-2 PassStateExited
            4<-3 TaskStateEntered
            5<-4 TaskScheduled
            6<-5 TaskStarted
            7<-6 TaskFailed
            8<-7 ExecutionFailed
            9<-8 ExecutionRedriven
            10<-9 TaskScheduled
            11<-10 TaskStarted
            12<-11 TaskSucceeded
            13<-12 TaskStateExited
            14<-13 ExecutionSucceeded\
            """);
    assertThat(story.history().get(8).details())
        .isEqualTo(new EventDetails.ExecutionRedriven(1, null, 0, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void newsOfAnAttemptFromBeforeIsTooLate(boolean crashing) {
    Story story = Story.of(afterPass(TASK, ""), crashing).start("{}");
    story.send(new Command.Stop("Stopped", null)).redrive();

    assertThat(story.accepts(new Command.TaskSucceeded(5, Story.T0, Payload.ofText("{}"))))
        .isFalse();
    assertThat(story.accepts(new Command.TaskHeartbeat(5))).isFalse();
    assertThat(story.openAttempts()).isEqualTo(1);
    story.taskSucceeds("T", "{}");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theStateHasAllItsRetriesAgain(boolean crashing) {
    String retry = ",\"Retry\":[{\"ErrorEquals\":[\"Boom\"],\"MaxAttempts\":1}]";
    Story story = Story.of(afterPass(TASK + retry, ""), crashing).start("{}");
    story.taskFails("T", "Boom").advance(1).taskFails("T", "Boom");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);

    story.redrive().taskFails("T", "Boom");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
    story.advance(1).taskSucceeds("T", "{}");

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theExecutionHasItsWholeTimeAgain(boolean crashing) {
    Story story = Story.of(afterPass(TASK, "\"TimeoutSeconds\":60,"), crashing).start("{}");
    story.advance(60);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.TIMED_OUT);

    story.advance(1_000).redrive().advance(59);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
    story.advance(1);

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWaitBeginsAnew(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":90,\"End\":true}}}",
                crashing)
            .start("{}");
    story.advance(80).send(new Command.Stop(null, null)).advance(500).redrive().advance(89);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);

    story.advance(1);

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(story.links())
        .endsWith("4<-3 ExecutionRedriven\n5<-4 WaitStateExited\n6<-5 ExecutionSucceeded");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailStateIsEnteredAndFailsAgain(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"F\",\"States\":{\"F\":{\"Type\":\"Fail\",\"Error\":\"E\"}}}",
                crashing)
            .start("{}")
            .redrive();

    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 FailStateEntered
            3<-2 ExecutionFailed
            4<-3 ExecutionRedriven
            5<-4 FailStateEntered
            6<-5 ExecutionFailed\
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureThatWasCaughtIsNoPlaceToGoOnFrom(boolean crashing) {
    String caught = TASK + ",\"Catch\":[{\"ErrorEquals\":[\"Boom\"],\"Next\":\"U\"}]";
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{%s,\"End\":true},\"U\":{%s,\"End\":true}}}"
                    .formatted(caught, TASK),
                crashing)
            .start("{}");
    story.taskFails("T", "Boom").taskFails("U", "Bang").redrive();

    assertThat(story.openAttempts()).isEqualTo(1);
    story.taskSucceeds("U", "{}");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyTheBranchesThatFailedOrWereAbortedRunAgain(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Branches":[
                  {"StartAt":"T0","States":{"T0":{%1$s,"End":true}}},
                  {"StartAt":"T1","States":{"T1":{%1$s,"Next":"T1b"},"T1b":{%1$s,"End":true}}},
                  {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"End":true}}}]}}}\
                """
                    .formatted(TASK),
                crashing)
            .start("{}");
    story.taskSucceeds("T0", "\"zero\"").taskSucceeds("T1", "\"one\"").taskFails("T1b", "Boom");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);

    story.redrive();
    assertThat(story.openAttempts()).isEqualTo(1);
    story.taskSucceeds("T1b", "\"one b\"").advance(5);

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(story.output()).isEqualTo("[\"zero\",\"one b\",{}]");
    assertThat(count(story, EventType.ParallelStateStarted)).isEqualTo(1);
    assertThat(count(story, EventType.TaskScheduled)).isEqualTo(4);
    Trace trace = Trace.of(story.history());
    assertThat(trace.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(trace.visits().getFirst().lines())
        .allSatisfy(line -> assertThat(line.ending()).isEqualTo(Trace.Ending.SUCCEEDED));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onlyTheIterationsThatDidNotSucceedRunAgain(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":2,"End":true,
                  "ItemProcessor":{"StartAt":"T","States":{"T":{%s,"End":true}}}}}}\
                """
                    .formatted(TASK),
                crashing)
            .start("[1,2,3,4]");
    story.attemptSucceeds(0, "10").attemptFails(0, "Boom");
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);

    story.redrive();
    assertThat(story.openAttempts()).as("items 2 and 3").isEqualTo(2);
    story.attemptSucceeds(0, "20").attemptSucceeds(0, "30").attemptSucceeds(0, "40");

    assertThat(story.output()).isEqualTo("[10,20,30,40]");
    assertThat(count(story, EventType.MapIterationStarted)).as("one for each item").isEqualTo(4);
    assertThat(count(story, EventType.MapStateStarted)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJoinedResultThatWasTooLargeIsMadeAnew(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"B","States":{"B":{"Type":"Parallel","End":true,"Branches":[
                  {"StartAt":"T","States":{"T":{%1$s,"End":true}}},
                  {"StartAt":"U","States":{"U":{%1$s,"End":true}}}]}}}\
                """
                    .formatted(TASK),
                crashing,
                new EngineLimits(25_000, 50, 2_000))
            .start("{}");
    String long30 = "\"" + "x".repeat(30) + "\"";
    story.taskSucceeds("T", long30).taskSucceeds("U", long30);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);

    story.redrive();
    assertThat(story.openAttempts()).isEqualTo(2);
    story.taskSucceeds("T", "1").taskSucceeds("U", "2");

    assertThat(story.output()).isEqualTo("[1,2]");
  }

  private static final String DISTRIBUTED =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{
        "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
        "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}\
      """;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSameMapRunIsRedriven(boolean crashing) {
    Story story = Story.of(DISTRIBUTED, crashing).start("[7,8]");
    MapRunPlan first = story.mapRuns().getFirst();
    story.mapRunFails("States.ExceedToleratedFailureThreshold").advance(10).redrive();

    MapRunPlan again = story.mapRuns().getFirst();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.startedMillis()).isEqualTo(first.startedMillis());
    assertThat(again.mapRun().redriveCount()).isEqualTo(1);
    assertThat(again.mapRun().openedMillis()).isEqualTo(Story.T0 + 10_000);
    assertThat(story.accepts(new Command.MapRunFailed(first.startedEventId(), "late", null)))
        .as("news of the run before")
        .isFalse();

    story.mapRunSucceeds("[70,80]");

    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 MapStateEntered
            3<-2 MapStateStarted
            4<-3 MapRunStarted
            5<-4 MapRunFailed
            6<-5 MapStateFailed
            7<-6 ExecutionFailed
            8<-7 ExecutionRedriven
            9<-8 MapRunRedriven
            10<-9 MapRunSucceeded
            11<-10 MapStateSucceeded
            12<-9 MapStateExited
            13<-12 ExecutionSucceeded\
            """);
    assertThat(story.history().get(8).details())
        .isEqualTo(new EventDetails.MapRunRedriven(first.arn(), 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMapRunWithTooMuchDataIsStartedAnew(boolean crashing) {
    Story story = Story.of(DISTRIBUTED, crashing).start("[7,8]");
    MapRunPlan first = story.mapRuns().getFirst();

    story.mapRunFails("States.DataLimitExceeded").redrive();

    assertThat(story.mapRuns().getFirst().id()).isNotEqualTo(first.id());
    assertThat(count(story, EventType.MapRunStarted)).isEqualTo(2);
    assertThat(count(story, EventType.MapRunRedriven)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theContextObjectCountsRedrives(boolean crashing) {
    String state =
        "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"f\",\"Payload.$\":\"$$.Execution\"}";
    Story story = Story.of(afterPass(state, ""), crashing).start("{}");
    assertThat(story.parametersOf("T"))
        .contains("\"RedriveCount\":0")
        .doesNotContain("RedriveTime");

    story.taskFails("T", "Boom").redrive();

    assertThat(story.parametersOf("T"))
        .contains("\"RedriveCount\":1", "\"RedriveTime\":\"2027-01-15T08:00:00.000Z\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRepetitionWithItsTokenChangesNothingForFifteenMinutes(boolean crashing) {
    Story story = Story.of(afterPass(TASK, ""), crashing).start("{}");
    story.taskFails("T", "Boom").send(Command.Redrive.of("a"));
    assertThat(story.accepts(Command.Redrive.of("a"))).isTrue();
    assertThat(story.accepts(Command.Redrive.of("b"))).as("it runs").isFalse();
    story.taskFails("T", "Boom");

    assertThat(story.accepts(Command.Redrive.of("a"))).isTrue();
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);

    story.advance(901).send(Command.Redrive.of("a"));
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(story.execution().redrives().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatSucceededEndedTooLongAgoOrIsFullCannotBeRedriven(boolean crashing) {
    Story done = Story.of(afterPass(TASK, ""), crashing).start("{}").taskSucceeds("T", "1");
    assertThat(done.accepts(Command.Redrive.of(null))).isFalse();

    Story old = Story.of(afterPass(TASK, ""), crashing).start("{}").taskFails("T", "Boom");
    old.advance(14 * DAY_SECONDS + 1);
    assertThat(old.accepts(Command.Redrive.of(null))).isFalse();

    Story full =
        Story.of(afterPass(TASK, ""), crashing, new EngineLimits(9, 262_144, 2_000)).start("{}");
    full.taskFails("T", "Boom");
    assertThat(full.history()).hasSize(8);
    assertThat(full.accepts(Command.Redrive.of(null))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachAttemptIsDispatchedOnceWhenARedriveTakesMoreThanOneDecision(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
                  "ItemProcessor":{"StartAt":"T","States":{"T":{%s,"End":true}}}}}}\
                """
                    .formatted(TASK),
                crashing,
                new EngineLimits(25_000, 262_144, 10))
            .start("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]");
    story.send(new Command.Stop(null, null));

    story.redrive();

    assertThat(story.openAttempts()).isEqualTo(20);
    if (!crashing) { // Story itself refuses the second dispatch of an attempt
      assertThat(story.dispatchedCount()).isEqualTo(40);
    }
    for (int i = 0; i < 20; i++) {
      story.attemptSucceeds(0, "1");
    }
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExecutionThatWasRedrivenIntoAWaitMayLeaveMemory(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":86400,\"End\":true}}}",
                crashing)
            .start("{}")
            .send(new Command.Stop(null, null))
            .redrive();

    assertThat(story.execution().mayLeaveMemory()).isTrue();
    assertThat(story.execution().inFlight()).isFalse();
  }

  private static long count(Story story, EventType type) {
    return story.history().stream().filter(event -> event.type() == type).count();
  }
}
