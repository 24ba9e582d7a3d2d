package io.millrace.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageFaultsTest {
  @Test
  void aboutSoManyRunsFailAndAlwaysTheSame() {
    var faults = new StageFaults("Stage6", 5);

    var failing =
        IntStream.range(0, 10_000).mapToObj(i -> "run-" + i).filter(faults::fails).toList();

    assertThat(failing).hasSizeBetween(400, 600);
    assertThat(failing).allMatch(new StageFaults("Stage6", 5)::fails);
    assertThat(failing).allMatch(new StageFaults("Stage6", 50)::fails);
    assertThat(new StageFaults("Stage6", 0).fails("run-1")).isFalse();
    assertThat(new StageFaults("Stage6", 100).fails("run-1")).isTrue();
    assertThatThrownBy(() -> new StageFaults("Stage6", Double.NaN))
        .hasMessageContaining("0 to 100");
  }

  @Test
  void faultsHoldFromWhenTheyAreSaidUntilTheyAreRepaired(@TempDir Path folder) throws Exception {
    var trial = new StageTrial(folder);
    assertThat(trial.faults()).isEmpty();

    trial.let(new StageFaults("Stage6", 12.5));
    assertThat(new StageTrial(folder).faults()).contains(new StageFaults("Stage6", 12.5));

    trial.repair();
    assertThat(trial.faults()).isEmpty();
  }
}
