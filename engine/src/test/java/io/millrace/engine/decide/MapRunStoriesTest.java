package io.millrace.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunPlan;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Distributed Maps as the parent execution sees them.
class MapRunStoriesTest {
  private static String map(String fields) {
    return """
    {"StartAt":"M","States":{"M":{"Type":"Map",%s"ItemProcessor":{
      "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
      "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"Next":"Q"},
      "Q":{"Type":"Pass","End":true}}}
    """
        .formatted(fields);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theHistoryHasAwsOwnEventsAndLinks(boolean crashing) {
    Story story = Story.of(map(""), crashing).start("[7,8]");
    assertThat(story.mapRuns()).hasSize(1);
    assertThat(story.mapRuns().getFirst().items())
        .extracting(MapRunPlan.Item::value)
        .containsExactly(IntNode.valueOf(7), IntNode.valueOf(8));

    story.mapRunSucceeds("[70,80]");

    // Recorded: scenarios/test_map_state_config_distributed_items_path_from_previous (January
    // 2025).
    assertThat(story.links())
        .isEqualTo(
            """
            1<-0 ExecutionStarted
            2<-0 MapStateEntered
            3<-2 MapStateStarted
            4<-3 MapRunStarted
            5<-4 MapRunSucceeded
            6<-5 MapStateSucceeded
            7<-4 MapStateExited
            8<-7 PassStateEntered
            9<-8 PassStateExited
            10<-9 ExecutionSucceeded\
            """);
    assertThat(story.output()).isEqualTo("[70,80]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRestartAsksForTheSameMapRun(boolean crashing) {
    Story story = Story.of(map("\"Label\":\"L\","), crashing).start("[7]");
    UUID id = story.mapRuns().getFirst().id();

    story.downFor(60);

    assertThat(story.mapRuns()).extracting(MapRunPlan::id).containsExactly(id);
    assertThat(story.mapRuns().getFirst().arn())
        .isEqualTo("arn:aws:states:us-east-1:000000000000:mapRun:m/L:" + id);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailedMapRunIsRetriedAsAnotherThenCaught(boolean crashing) {
    Story story =
        Story.of(
                map(
                    """
                    "Retry":[{"ErrorEquals":["E"],"IntervalSeconds":5,"MaxAttempts":1}],
                    "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Q"}],
                    """),
                crashing)
            .start("[7]");
    UUID first = story.mapRuns().getFirst().id();

    story.mapRunFails("E").advance(5);
    assertThat(story.mapRuns()).hasSize(1);
    assertThat(story.mapRuns().getFirst().id()).isNotEqualTo(first);
    story.mapRunFails("E");

    assertThat(story.links())
        .contains(
            """
            5<-4 MapRunFailed
            6<-5 MapStateStarted
            7<-6 MapRunStarted
            8<-7 MapRunFailed
            9<-8 MapStateFailed
            10<-9 MapStateExited
            """);
    assertThat(story.output()).isEqualTo("{\"Error\":\"E\",\"Cause\":\"because\"}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stoppingTheExecutionCancelsItsMapRun(boolean crashing) {
    Story story = Story.of(map(""), crashing).start("[7]").send(new Command.Stop(null, null));

    assertThat(story.mapRuns()).isEmpty();
    assertThat(story.execution().status()).isEqualTo(ExecutionStatus.ABORTED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNegativeToleratedCountFailsBetweenTheTwoStarts(boolean crashing) {
    Story story = Story.of(map("\"ToleratedFailureCountPath\":\"$[0]\","), crashing).start("[-1]");

    // Recorded: scenarios/test_map_state_tolerated_failure_count_path[-1].
    assertThat(story.links()).endsWith("3<-2 MapStateStarted\n4<-3 ExecutionFailed");
    assertThat(story.tell()).contains("ToleratedFailureCount cannot be negative.");
  }
}
