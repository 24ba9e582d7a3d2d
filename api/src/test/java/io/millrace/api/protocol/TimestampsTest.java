package io.millrace.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimestampsTest {
  @Test
  void timesAreSecondsWithThreeDigits() {
    assertThat(Timestamps.text(1_780_000_000_007L)).isEqualTo("1780000000.007");
    assertThat(Timestamps.text(1_780_000_000_000L)).isEqualTo("1780000000.000");
    assertThat(Timestamps.text(999)).isEqualTo("0.999");
  }
}
