package io.millrace.cli.stages.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The demo as a person runs it, in a process that starts and kills another one.
class KilledDemoTest {
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"--express", "--standard"})
  void everyMessageIsAccountedForThoughTheServerIsKilledTwice(String type) throws Exception {
    var demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.cli.Mill",
                "stages",
                "demo",
                type,
                "--messages",
                "60",
                "--fail-at",
                "Stage6",
                "--fail-percent",
                "10",
                "--visibility",
                "5",
                "--kill",
                "--seed",
                "7")
            .redirectErrorStream(true)
            .start();
    var output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(demo.exitValue()).as(output).isZero();
    assertThat(output).contains("the ledger adds up").containsPattern("lost +0");
    assertThat(output.lines().filter(line -> line.contains("SIGKILL"))).hasSize(2);
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    for (var wrong :
        List.of(
            List.of("--messages", "0"),
            List.of("--fail-percent", "101"),
            List.of("--express", "--standard"))) {
      assertThat(new CommandLine(new DemoCommand()).execute(wrong.toArray(String[]::new)))
          .as(wrong.toString())
          .isEqualTo(2);
    }
  }
}
