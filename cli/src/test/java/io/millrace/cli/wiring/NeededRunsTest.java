package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.wiring.NeededRuns.Execution;
import io.millrace.local.sqs.StoredMessage;
import io.millrace.pipelines.stages.run.RunRetention;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NeededRunsTest {
  private static final String ARN = "arn:aws:states:us-east-1:000000000000:execution:orders:";

  @Test
  void aRunThatIsOverIsNotNeeded() {
    assertThat(needed(Map.of("run", Execution.OVER)).isNeeded(run("run"))).isFalse();
    assertThat(needed(Map.of()).isNeeded(run("run"))).isFalse();
  }

  @Test
  void whatRunsOrCanBeRedrivenIsNeededAlsoUnderTheNameOfALaterTry() {
    assertThat(needed(Map.of("run", Execution.NEEDED)).isNeeded(run("run"))).isTrue();
    assertThat(needed(Map.of("run-2", Execution.NEEDED)).isNeeded(run("run"))).isTrue();
    var third = Map.of("run", Execution.OVER, "run-2", Execution.OVER, "run-3", Execution.NEEDED);
    assertThat(needed(third).isNeeded(run("run"))).isTrue();
  }

  @Test
  void whatAMessageNamesIsNeeded() {
    var named =
        needed(
            Map.of(),
            new StoredMessage("id-of-message", Map.of()),
            new StoredMessage("1", Map.of("runId", "by-attribute")),
            new StoredMessage("2", Map.of("executionArn", ARN + "by-execution-2")));

    assertThat(Stream.of("id-of-message", "by-attribute", "by-execution"))
        .allMatch(id -> named.isNeeded(run(id)));
    assertThat(named.isNeeded(run("another"))).isFalse();
  }

  @Test
  void aRunOfAChainThatIsNotServedHereStays() {
    var known = new RunRetention.Run("run", Set.of("Split", "failures"));
    var unknown = new RunRetention.Run("run", Set.of("Split", "Elsewhere"));

    assertThat(needed(Map.of()).isNeeded(known)).isFalse();
    assertThat(needed(Map.of()).isNeeded(unknown)).isTrue();
  }

  private static RunRetention.Run run(String id) {
    return new RunRetention.Run(id, Set.of("Split"));
  }

  private static NeededRuns needed(Map<String, Execution> executions, StoredMessage... messages) {
    return new NeededRuns(
        Set.of("Split", "Join"),
        name -> executions.getOrDefault(name, Execution.NONE),
        () -> Stream.of(messages));
  }
}
