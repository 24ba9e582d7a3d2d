package io.millrace.cli.stages.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Set<String> PUBLISHED = Set.of("a", "b", "c");

  private static Ledger ledger(Set<String> succeeded, Set<String> dead, int waiting) {
    return new Ledger(PUBLISHED, succeeded, dead, 0, Set.of("c"), waiting, 0, 0, 0);
  }

  @Test
  void itAddsUpWhenThoseFailedThatWereMadeToAndNothingIsUnderWay() {
    assertThat(ledger(Set.of("a", "b"), Set.of("c"), 0).addsUp()).isTrue();
  }

  @Test
  void aMessageThatIsNowhereIsLost() {
    var ledger = ledger(Set.of("a"), Set.of("c"), 0);

    assertThat(ledger.lost()).containsExactly("b");
    assertThat(ledger.addsUp()).isFalse();
    assertThat(ledger.lines()).anyMatch(line -> line.contains("lost are [b]"));
  }

  @Test
  void aDeadLetterThatWasNotMadeToFailIsNamed() {
    var ledger = ledger(Set.of("a"), Set.of("b", "c"), 0);

    assertThat(ledger.addsUp()).isFalse();
    assertThat(ledger.lines()).anyMatch(line -> line.contains("here without: [b]"));
  }

  @Test
  void aRunThatWasToFailAndSucceededIsNoSuccessOfTheDemo() {
    assertThat(ledger(PUBLISHED, Set.of(), 0).addsUp()).isFalse();
  }

  @Test
  void whatIsUnderWayIsNotYetAccountedFor() {
    assertThat(ledger(Set.of("a", "b"), Set.of("c"), 1).addsUp()).isFalse();
  }
}
