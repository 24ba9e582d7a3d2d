package io.millrace.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The engine's stories, each told twice: undisturbed, and with a crash after every decision.
class DeciderTest {
  private static final String TASK =
      "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Parameters\":{\"FunctionName\":\"f\",\"Payload.$\":\"$\"}";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChainOfPassStatesIsOneDecision(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"A","States":{
                  "A":{"Type":"Pass","Result":{"x":1},"ResultPath":"$.a","Next":"B"},
                  "B":{"Type":"Pass","End":true}}}\
                """,
                crashing)
            .start("{\"in\": 0}");

    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 PassStateEntered
            3<-2 PassStateExited
            4<-3 PassStateEntered
            5<-4 PassStateExited
            6<-5 ExecutionSucceeded\
            """);
    assertThat(story.output()).isEqualTo("{\"in\":0,\"a\":{\"x\":1}}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInputsTextIsKeptUntilAStateChangesIt(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}", crashing)
            .start("{ \"spaced\" : 1 }");

    assertThat(story.output()).isEqualTo("{ \"spaced\" : 1 }");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWaitIsADueTimeAndOutlivesARestart(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":90,"End":true}}}\
                """,
                crashing)
            .start("{}");
    assertThat(story.execution().wakeMillis()).isEqualTo(Story.T0 + 90_000);

    story.advance(89);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);

    story.advance(1);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(story.links()).endsWith("3<-2 WaitStateExited\n4<-3 ExecutionSucceeded");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailedTaskIsRetriedAfterItsBackoffThenCaught(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                    + TASK
                    + """
                      ,"Retry":[{"ErrorEquals":["Slow"],"IntervalSeconds":2,"MaxAttempts":2,"BackoffRate":3}],
                      "Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.error","Next":"Sorry"}],
                      "End":true},
                    "Sorry":{"Type":"Pass","End":true}}}\
                    """,
                crashing)
            .start("{\"n\":1}");
    assertThat(story.parametersOf("T")).isEqualTo("{\"FunctionName\":\"f\",\"Payload\":{\"n\":1}}");

    story.taskFails("T", "Slow");
    assertThat(story.execution().wakeMillis()).isEqualTo(Story.T0 + 2_000);
    story.advance(2);
    assertThat(story.openAttempts()).isEqualTo(1);
    story.taskFails("T", "Slow");
    assertThat(story.execution().wakeMillis()).isEqualTo(Story.T0 + 8_000);
    story.advance(6).taskFails("T", "Slow");

    assertThat(story.output())
        .isEqualTo("{\"n\":1,\"error\":{\"Error\":\"Slow\",\"Cause\":\"because\"}}");
    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 TaskStateEntered
            3<-2 TaskScheduled
            4<-3 TaskStarted
            5<-4 TaskFailed
            6<-5 TaskScheduled
            7<-6 TaskStarted
            8<-7 TaskFailed
            9<-8 TaskScheduled
            10<-9 TaskStarted
            11<-10 TaskFailed
            12<-11 TaskStateExited
            13<-12 PassStateEntered
            14<-13 PassStateExited
            15<-14 ExecutionSucceeded\
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jitterIsDrawnOnceAndKeptByARestart(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                    + TASK
                    + """
                    ,"Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":100,"JitterStrategy":"FULL"}],
                    "End":true}}}\
                    """,
                crashing)
            .start("{}")
            .taskFails("T", "X");

    assertThat(story.execution().wakeMillis())
        .isEqualTo(
            Story.of(
                    "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                        + TASK
                        + """
                        ,"Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":100,"JitterStrategy":"FULL"}],
                        "End":true}}}\
                        """,
                    false)
                .start("{}")
                .taskFails("T", "X")
                .execution()
                .wakeMillis())
        .isBetween(Story.T0, Story.T0 + 100_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTaskThatDoesNotAnswerTimesOut(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                    + TASK
                    + ",\"TimeoutSeconds\":5,\"End\":true}}}",
                crashing)
            .start("{}")
            .advance(5);

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(story.links()).endsWith("4<-3 TaskStarted\n5<-4 TaskTimedOut\n6<-5 ExecutionFailed");
    assertThat(story.openAttempts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMapOneByOneLinksAsAwsRecorded(boolean crashing) {
    // scenarios/test_map_state_config_inline_parameters
    Story story =
        Story.of(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,
                  "ItemSelector":{"v.$":"$$.Map.Item.Value","i.$":"$$.Map.Item.Index"},
                  "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}}}\
                """,
                crashing)
            .start("[\"a\",\"b\"]");

    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 MapStateEntered
            3<-2 MapStateStarted
            4<-3 MapIterationStarted
            5<-4 PassStateEntered
            6<-5 PassStateExited
            7<-6 MapIterationSucceeded
            8<-6 MapIterationStarted
            9<-8 PassStateEntered
            10<-9 PassStateExited
            11<-10 MapIterationSucceeded
            12<-11 MapStateSucceeded
            13<-11 MapStateExited
            14<-13 ExecutionSucceeded\
            """);
    assertThat(story.output()).isEqualTo("[{\"v\":\"a\",\"i\":0},{\"v\":\"b\",\"i\":1}]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void finishedItemsOfAMapAreNotRepeated(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":2,
                  "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task",
                    "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","End":true}}},"End":true}}}\
                """,
                crashing)
            .start("[1,2,3]");
    assertThat(story.openAttempts()).isEqualTo(2);

    story.taskSucceeds("T", "10").taskSucceeds("T", "20").taskSucceeds("T", "30");

    assertThat(story.output()).isEqualTo("[10,20,30]");
    assertThat(count(story, EventType.LambdaFunctionScheduled)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailingIterationAbortsItsSiblingsAndTheMapIsRetried(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map",
                  "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task",
                    "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","End":true}}},
                  "Retry":[{"ErrorEquals":["Oops"],"IntervalSeconds":3,"MaxAttempts":1}],"End":true}}}\
                """,
                crashing)
            .start("[1,2]")
            .taskFails("T", "Oops");
    assertThat(story.openAttempts()).isZero();
    assertThat(story.execution().wakeMillis()).isEqualTo(Story.T0 + 3_000);

    story.advance(3).taskSucceeds("T", "1").taskFails("T", "Oops");

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(count(story, EventType.MapStateStarted)).isEqualTo(2);
    assertThat(story.links()).endsWith("ExecutionFailed");
    assertThat(story.history().get(story.history().size() - 2).type())
        .isEqualTo(EventType.MapStateFailed);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailStateInAMapLinksAsAwsRecorded(boolean crashing) {
    // scenarios/test_map_state_retry_legacy
    Story story =
        Story.of(
                """
                {"StartAt":"S","States":{"S":{"Type":"Pass","Result":[1],"ResultPath":"$.arr","Next":"M"},
                 "M":{"Type":"Map","ResultPath":null,"InputPath":"$.arr","MaxConcurrency":1,
                  "Iterator":{"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"C"}}},
                  "Retry":[{"ErrorEquals":["E"],"MaxAttempts":2}],"Next":"Final"},
                 "Final":{"Type":"Pass","End":true}}}\
                """,
                crashing)
            .start("{}")
            .advance(1)
            .advance(2);

    assertThat(story.links())
        .endsWith(
            """
            8<-7 MapIterationFailed
            9<-7 MapStateStarted
            10<-9 MapIterationStarted
            11<-10 FailStateEntered
            12<-11 MapIterationFailed
            13<-11 MapStateStarted
            14<-13 MapIterationStarted
            15<-14 FailStateEntered
            16<-15 MapIterationFailed
            17<-15 MapStateFailed
            18<-17 ExecutionFailed\
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailingBranchIsRetriedAndCaughtAsAwsRecorded(boolean crashing) {
    // states_variables/test_parallel_catch_error[PARALLEL_CATCH_ERROR_OUTPUT_WITH_RETRY]
    Story story =
        Story.of(
                """
                {"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Parallel","Next":"End",
                  "Branches":[{"StartAt":"T","States":{"T":{"Type":"Task",
                    "Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f"},"End":true}}}],
                  "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":1,"MaxAttempts":1}],
                  "Catch":[{"ErrorEquals":["States.ALL"],"Output":"{% $states.errorOutput %}","Next":"End"}]},
                  "End":{"Type":"Pass","End":true}}}\
                """,
                crashing)
            .start("{}")
            .taskFails("T", "X")
            .advance(1)
            .taskFails("T", "X");

    assertThat(story.links())
        .endsWith(
            """
            7<-6 TaskFailed
            8<-7 TaskStateAborted
            9<-7 ParallelStateStarted
            10<-9 TaskStateEntered
            11<-10 TaskScheduled
            12<-11 TaskStarted
            13<-12 TaskFailed
            14<-13 TaskStateAborted
            15<-13 ParallelStateFailed
            16<-15 ParallelStateExited
            17<-16 PassStateEntered
            18<-17 PassStateExited
            19<-18 ExecutionSucceeded\
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nestedContainersFailInsideOut(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,
                  "Branches":[
                    {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.items","End":true,
                      "ItemProcessor":{"StartAt":"T","States":{"T":{"Type":"Task",
                        "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","End":true}}}}}},
                    {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":100,"End":true}}}],
                  "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":7,"MaxAttempts":1}]}}}\
                """,
                crashing)
            .start("{\"items\":[1,2]}")
            .taskFails("T", "X");
    assertThat(story.execution().wakeMillis()).as(story.tell()).isEqualTo(Story.T0 + 7_000);
    assertThat(story.openAttempts()).isZero();

    story.advance(7).taskSucceeds("T", "1").taskSucceeds("T", "2").advance(100);

    assertThat(story.output()).isEqualTo("[[1,2],{\"items\":[1,2]}]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEndlessLoopEndsWithEvent25000(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"A","States":{
                  "A":{"Type":"Pass","Next":"B"},
                  "B":{"Type":"Choice","Default":"A",
                    "Choices":[{"Variable":"$.stop","IsPresent":true,"Next":"C"}]},
                  "C":{"Type":"Succeed"}}}\
                """,
                crashing)
            .start("{}");

    assertThat(story.history()).hasSize(25_000);
    assertThat(story.history().getLast().type()).isEqualTo(EventType.ExecutionFailed);
    assertThat(story.history().getLast().details().toString())
        .contains("States.Runtime", "maximum number of history events (25000)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void variablesOutliveARestartAndBranchesSeeThem(boolean crashing) {
    Story story =
        Story.of(
                """
                {"QueryLanguage":"JSONata","StartAt":"A","States":{
                 "A":{"Type":"Pass","Assign":{"x":"{% $states.input.n * 2 %}"},"Next":"W"},
                 "W":{"Type":"Wait","Seconds":5,"Next":"M"},
                 "M":{"Type":"Map","Items":[1,2],"End":true,
                   "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","Output":"{% $x + $states.input %}","End":true}}}}}}\
                """,
                crashing)
            .start("{\"n\":10}")
            .advance(5);

    assertThat(story.output()).isEqualTo("[21,22]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stoppingCancelsWhatRunsAndIsTheLastEvent(boolean crashing) {
    Story story =
        Story.of("{\"StartAt\":\"T\",\"States\":{\"T\":{" + TASK + ",\"End\":true}}}", crashing)
            .start("{}")
            .send(new Command.Stop("E", "C"));

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(story.openAttempts()).isZero();
    assertThat(story.links()).endsWith("4<-0 ExecutionAborted");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMissingHeartbeatEndsTheAttemptAndNewsOfItComesTooLate(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"T","States":{"T":{"Type":"Task","HeartbeatSeconds":10,"TimeoutSeconds":600,
                  "Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                  "Parameters":{"QueueUrl":"q","MessageBody":{"t.$":"$$.Task.Token"}},
                  "Catch":[{"ErrorEquals":["States.HeartbeatTimeout"],"Next":"Late"}],"End":true},
                  "Late":{"Type":"Succeed"}}}\
                """,
                false)
            .start("{}");
    assertThat(story.parametersOf("T")).contains("token-3");

    story.advance(9).send(new Command.TaskHeartbeat(3)).advance(9);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.RUNNING);

    story.advance(1);
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(story.tell()).contains("name=Late");
    assertThat(crashing).isIn(true, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCatcherThatCannotPlaceItsErrorFailsTheExecution(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                    + TASK
                    + """
                    ,"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":"$.error","Next":"S"}],"End":true},
                    "S":{"Type":"Succeed"}}}\
                    """,
                crashing)
            .start("[1]")
            .taskFails("T", "X");

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(story.tell()).contains("States.ResultPathMatchFailure");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLoopOfTasksEndsWithEvent25000WhereverItFalls(boolean crashing) {
    for (int waits = 0; waits < 4; waits++) {
      Story story =
          Story.of(
              "{\"StartAt\":\"A0\",\"States\":{"
                  + chain(waits)
                  + "\"T\":{"
                  + TASK
                  + ",\"Next\":\"C\"},\"C\":{\"Type\":\"Choice\",\"Default\":\"T\",\"Choices\":["
                  + "{\"Variable\":\"$.stop\",\"IsPresent\":true,\"Next\":\"E\"}]},"
                  + "\"E\":{\"Type\":\"Succeed\"}}}",
              crashing && waits == 0,
              new EngineLimits(200 + waits, 262_144, 2_000));
      story.start("{}");
      for (int i = 0; i < 100 && story.execution().status() == ExecutionStatus.RUNNING; i++) {
        story.taskSucceeds("T", "{}");
      }

      assertThat(story.execution().status())
          .as("%d states before the loop", waits)
          .isEqualTo(ExecutionStatus.FAILED);
      assertThat(story.history()).hasSize(200 + waits);
    }
  }

  private static String chain(int more) {
    StringBuilder states = new StringBuilder();
    for (int i = 0; i <= more; i++) {
      String next = i < more ? "A" + (i + 1) : "T";
      states.append("\"A%d\":{\"Type\":\"Pass\",\"Next\":\"%s\"},".formatted(i, next));
    }
    return states.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachUseOfAUuidDrawsItsOwn(boolean crashing) {
    Story story =
        Story.of(
                """
                {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
                  "ItemSelector":{"id.$":"States.UUID()"},
                  "ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}\
                """,
                crashing)
            .start("[1,2,3]");

    assertThat(story.output().split(",")).doesNotHaveDuplicates().hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAttemptKnowsWhichRetryItIs(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                    + TASK.replace(
                        "\"Payload.$\":\"$\"", "\"Payload\":{\"n.$\":\"$$.State.RetryCount\"}")
                    + """
                    ,"Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":2}],"End":true}}}\
                    """,
                crashing)
            .start("{}");
    assertThat(story.parametersOf("T")).contains("\"n\":0");
    story.taskFails("T", "X").advance(1);
    assertThat(story.parametersOf("T")).contains("\"n\":1");
    story.taskFails("T", "X").advance(2);
    assertThat(story.parametersOf("T")).contains("\"n\":2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAttemptThatTimedOutWhileTheServerWasDownIsNotDispatchedAgain(boolean crashing) {
    Story story =
        Story.of(
                "{\"StartAt\":\"T\",\"States\":{\"T\":{"
                    + TASK
                    + ",\"TimeoutSeconds\":5,\"End\":true}}}",
                crashing)
            .start("{}")
            .downFor(60);

    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(story.dispatchedCount()).isEqualTo(1 + (crashing ? 1 : 0));
  }

  private static long count(Story story, EventType type) {
    return story.history().stream().filter(e -> e.type() == type).count();
  }
}
