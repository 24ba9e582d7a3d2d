package io.millrace.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StagesCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int stages(String... arguments) {
    return new CommandLine(new StagesCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void thePlanShowsTheChainAndThatItsMachineIsSound() {
    assertThat(stages("plan", "targeting")).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .contains("targeting: 10 stages, EXPRESS")
        .contains("reads executions/{runId}/Stage9/")
        .contains("of 300 s")
        .contains("AWS's checks find nothing")
        .doesNotContain("ERROR");
  }

  @Test
  void theDefinitionIsPrintedAloneWhenAskedFor() {
    assertThat(stages("plan", "targeting-spark", "--definition")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).startsWith("{").contains("glue:startJobRun.sync");
  }

  @Test
  void aWrongChainSaysWhereItIsWrong() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("chain.yaml"),
            "chain: c\ntype: STANDARD\nbucket: bbb\nstages:\n  - name: A\n    handlr: x.Y\n");

    assertThat(stages("plan", file.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(err.toString()).contains("line 6").contains("handlr");
  }

  @Test
  void aChainThatCannotFitIsAFailure() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("slow.yaml"),
            """
            chain: slow
            type: EXPRESS
            bucket: bbb
            stages:
              - {name: A, handler: x.Y, expectedSeconds: 280}
              - {name: B, handler: x.Y, expectedSeconds: 80}
            """);

    assertThat(stages("plan", file.toString())).isEqualTo(ExitCode.FAILED);

    assertThat(out.toString()).contains("ERROR The stages are expected to take longer");
  }

  @Test
  void aFileThatIsNotThereIsTheEnvironmentsFault() {
    assertThat(stages("plan", folder.resolve("none.yaml").toString()))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(stages()).isEqualTo(ExitCode.USAGE);
  }
}
