package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MillTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theHelpNamesEveryCommand() {
    assertThat(mill("--help")).isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .contains("book ", "server ", "run ", "graph ", "lint ", "fmt ", "test ", "build ");
  }

  @Test
  void theVersionIsTheOneOfTheBuild() {
    assertThat(mill("--version")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).matches("Millrace \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)\\R");
  }

  @Test
  void anUnknownOptionIsAUsageError() {
    assertThat(mill("book", "--chapter", "3")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("--chapter");
  }

  @Test
  void noCommandIsAUsageErrorThatSaysWhatToDo() {
    assertThat(mill()).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("mill --help");
  }

  @Test
  void chaptersThatAreNoneAreAUsageError() {
    assertThat(mill("book", "x.epub", "--chapters", "3-1", "--data", folder.toString()))
        .isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("smaller number first");
  }

  @Test
  void aProviderThatDoesNotExistIsAUsageError() {
    assertThat(mill("book", "x.epub", "--speech", "polly", "--data", folder.toString()))
        .isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("espeak or elevenlabs");
  }

  @Test
  void aUrlThatIsNoPostgresIsAUsageErrorThatDoesNotRepeatThePassword() {
    assertThat(
            mill("server", "--postgres-url", "postgres://u:hush@db/x", "--data", folder.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("must look like jdbc:postgresql:").doesNotContain("hush");
  }

  private int mill(String... arguments) {
    CommandLine command = Mill.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
