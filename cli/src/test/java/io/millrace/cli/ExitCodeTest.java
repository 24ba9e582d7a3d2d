package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void whatTheMachineLacksIsToldFromDefects() {
    assertThat(ExitCode.of(new NoSuchFileException("x"))).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ExitCode.of(new UncheckedIOException(new NoSuchFileException("x"))))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ExitCode.of(new IllegalStateException(new SQLException("gone"))))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ExitCode.of(new RefusedException(new Refusal.Unavailable("gone"))))
        .isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(ExitCode.of(new NullPointerException("ours"))).isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(new RefusedException(new Refusal.InvalidToken())))
        .isEqualTo(ExitCode.FAILED);
  }
}
