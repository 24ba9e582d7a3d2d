package io.millrace.testkit.scenario;

import static io.millrace.testkit.scenario.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@StateMachineTest(
    value = "publish.asl.json",
    substitutions = "SpeakFunction=arn:aws:lambda:us-east-1:123456789012:function:speak")
class StateMachineTestTest {
  private static final Map<String, Object> TWO_CHAPTERS =
      Map.of("chapters", new String[] {"one", "two"});

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aYearPassesAtOnceAndTheStoryIsTold(boolean crashing, MachineUnderTest machine) {
    if (crashing) machine.crashAfterEveryDecision();
    machine
        .when("Speak")
        .after(Duration.ofSeconds(5))
        .answersPayload(call -> Map.of("key", call.payload().get("chapter").asText() + ".mp3"));
    machine.when("Approve").waitsForTest();
    machine.when("upload").returns("\"done\"");
    machine.when("sns:publish").after(Duration.ofSeconds(1)).returns("{}");

    Run run = machine.start(TWO_CHAPTERS);
    assertThat(run).isRunning().visited("Narrate", "Speak", "Approve");
    assertThat(run.openTask("Approve").parameters().at("/MessageBody/token").asText())
        .isEqualTo(run.openTask("Approve").taskToken());
    run.advance(Duration.ofHours(20)).heartbeat("Approve").advance(Duration.ofHours(20));
    run.succeed("Approve", Map.of("by", "an editor"));

    assertThat(run)
        .succeeded()
        .hasOutput("[\"done\", {}]")
        .wentThrough("Narrate", "Approve", "UntilTheDay", "Publish")
        .took(Duration.ofDays(365).plusHours(40).plusSeconds(6))
        .hasEvents("MapStateStarted", "TaskSubmitted", "WaitStateExited", "ExecutionSucceeded");
    assertThat(run)
        .state("Speak", 1)
        .hasInput("\"two\"")
        .wasGivenPayload(Map.of("chapter", "two"))
        .hasOutput(Map.of("key", "two.mp3"))
        .hasAttempts(1)
        .took(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void retriesWaitAsTheDefinitionSaysAndAMissingHeartbeatIsCaught(
      boolean crashing, MachineUnderTest machine) {
    if (crashing) machine.crashAfterEveryDecision();
    machine
        .when("speak")
        .throwsError("Voice.Throttled", "slow down")
        .times(2)
        .then()
        .returns("{\"Payload\":1}");
    machine.when("Approve").neverAnswers();

    Run run = machine.start(Map.of("chapters", new int[] {7}));

    assertThat(run).failedWith("Nobody").hasCauseContaining("nobody approved");
    assertThat(run)
        .state("Speak")
        .hasAttempts(3)
        .hadErrors("Voice.Throttled", "Voice.Throttled")
        .waitedBetweenAttempts(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(run)
        .state("Approve")
        .wasCaught()
        .hadErrors("States.Timeout")
        .took(Duration.ofDays(1));
  }

  @Test
  void aSiblingsTimeoutAbortsTheOther(MachineUnderTest machine) {
    machine.when("Speak").returnsPayload("1");
    machine.when("Approve").beating(Duration.ofHours(23)).after(Duration.ofDays(6)).returns("1");
    machine.when("Upload").neverAnswers();
    machine.when("Announce").neverAnswers();

    Run run = machine.start(Map.of("chapters", new int[] {7}));

    assertThat(run).failedWith("States.Timeout").took(Duration.ofDays(371).plusSeconds(30));
    assertThat(run).state("Upload").wasAborted();
    org.assertj.core.api.Assertions.assertThat(run.tree())
        .contains("├─ branch 0 aborted", "├─ branch 1 failed", "failed after 30 s States.Timeout");
  }

  @Test
  void aTaskThatTheTestForgotIsNamedWithWhatItCouldBeCalled(MachineUnderTest machine) {
    assertThatThrownBy(() -> machine.start(TWO_CHAPTERS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("task 'Speak'")
        .hasMessageContaining("\"speak\"")
        .hasMessageContaining("\"lambda:invoke\"");
  }

  @Test
  void aClaimThatDoesNotHoldShowsTheTree(MachineUnderTest machine) {
    machine.when("Speak").throwsError("Voice.Broken", "no sound");

    Run run = machine.start(TWO_CHAPTERS);

    assertThatThrownBy(() -> assertThat(run).succeeded())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected the status SUCCEEDED, but found FAILED.")
        .hasMessageContaining("Voice.Broken: no sound")
        .hasMessageContaining("item 0 failed");
    assertThatThrownBy(() -> assertThat(run).state("Speak").hasAttempts(2))
        .hasMessageContaining("2 attempts of 'Speak'");
    assertThatThrownBy(() -> assertThat(run).hasOutput("{}")).hasMessageContaining("the output {}");
    assertThatThrownBy(() -> assertThat(run).wentThrough("Narrate", "Approve"))
        .hasMessageContaining("[Narrate]");
    assertThatThrownBy(() -> assertThat(run).neverVisited("Speak")).hasMessageContaining("[Speak]");
  }

  @Test
  void loopsEndAtTheHistoryLimit() {
    MachineUnderTest machine =
        MachineUnderTest.of(
            """
            {"StartAt": "A", "States": {
              "A": {"Type": "Wait", "Seconds": 1, "Next": "B"},
              "B": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "C"}], "Default": "A"},
              "C": {"Type": "Succeed"}}}
            """);

    assertThat(machine.start()).failedWith("States.Runtime").hasCauseContaining("25000");
  }
}
