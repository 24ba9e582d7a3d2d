package io.millrace.pipelines.stages.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipelines.stages.Chains;
import org.junit.jupiter.api.Test;

class ChainPlanTest {
  private static String plan(Chain chain) {
    return String.join("\n", ChainPlan.of(chain));
  }

  /// Two stages of so many expected seconds.
  private static Chain chain(String type, String expected, int timeout) {
    return ChainReader.read(
        """
        chain: two
        type: %s
        bucket: my-bucket
        stages:
          - {name: First, title: Reads, handler: a.First, timeoutSeconds: %d, %s}
          - {name: Second, title: Writes, handler: a.Second, timeoutSeconds: %d, %s}
        """
            .formatted(type, timeout, expected, timeout, expected));
  }

  @Test
  void itShowsTheChainAndItsPaths() {
    assertThat(plan(chain("EXPRESS", "expectedSeconds: 10", 60)))
        .contains("two: 2 stages, EXPRESS, bucket my-bucket")
        .containsPattern("1 +First +lambda +two-First +10 s +60 s +2, up to 60 s +Reads")
        .containsPattern("First +reads initialData +writes executions/\\{runId}/First/")
        .containsPattern(
            "Second +reads executions/\\{runId}/First/ +writes executions/\\{runId}/Second/")
        .contains("executions/{runId}/failures/");
  }

  @Test
  void aBudgetThatHoldsHasNoWarning() {
    assertThat(plan(chain("EXPRESS", "expectedSeconds: 10", 60)))
        .containsPattern("expected +20 s of 300 s: 280 s left")
        .containsPattern("one stage retried +50 s of 300 s: 250 s left")
        .containsPattern("every stage to its timeout +120 s")
        .containsPattern("execution ends after +300 s")
        .doesNotContain("WARN", "ERROR");
  }

  @Test
  void aChainThatOneRetryBreaksIsWarnedOf() {
    assertThat(plan(chain("EXPRESS", "expectedSeconds: 145", 150)))
        .containsPattern("expected +290 s of 300 s: 10 s left")
        .containsPattern("one stage retried +455 s of 300 s: 155 s too long")
        .contains("WARN  One retry is enough to pass 300 s");
  }

  @Test
  void aChainThatCannotFitIsAnError() {
    assertThat(plan(chain("EXPRESS", "expectedSeconds: 200", 250)))
        .contains("ERROR The stages are expected to take longer than the 300 s")
        .contains("WARN  The stages' timeouts add up to more than 300 s");
  }

  @Test
  void withoutExpectedTimesThePlanSaysThatNobodyKnows() {
    assertThat(plan(chain("EXPRESS", "memoryMb: 512", 60)))
        .containsPattern("expected +\\?")
        .contains("WARN  Not every stage has expectedSeconds");
  }

  @Test
  void aStandardChainHasNoBudgetOfFiveMinutes() {
    assertThat(plan(Chains.load(Chains.TARGETING_SPARK)))
        .containsPattern("Stage4 +spark +job targeting-capping +7200 s|120 min")
        .containsPattern("Stage5 +reads executions/\\{runId}/Stage4/")
        .doesNotContain("300 s:", "WARN", "ERROR", "failures");
  }

  @Test
  void theDocumentsOwnFiguresAreCloseToTheLimit() {
    var seconds = new int[] {30, 45, 60, 20, 30, 40, 15, 25, 10, 20};
    var yaml = new StringBuilder("chain: doc\ntype: EXPRESS\nbucket: bbb\nstages:\n");
    for (var i = 0; i < seconds.length; i++) {
      yaml.append(
          "  - {name: Stage%d, handler: a.B, timeoutSeconds: 90, expectedSeconds: %d}%n"
              .formatted(i + 1, seconds[i]));
    }

    assertThat(plan(ChainReader.read(yaml.toString())))
        .containsPattern("expected +295 s of 300 s: 5 s left")
        .contains("WARN  One retry is enough");
  }
}
