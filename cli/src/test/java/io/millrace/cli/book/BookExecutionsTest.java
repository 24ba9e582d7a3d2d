package io.millrace.cli.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.book.ExecutionWatch.Ending;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.runtime.Millrace;
import io.millrace.runtime.RuntimeConfig;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.VolatileStateMachineStore;
import io.millrace.runtime.task.HmacTaskTokens;
import io.millrace.testkit.InMemoryJournal;
import io.millrace.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BookExecutionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String A_DAYS_WORK =
      """
      {"TimeoutSeconds": 60, "StartAt": "Work",
       "States": {"Work": {"Type": "Wait", "Seconds": 86400, "End": true}}}\
      """;

  private final InMemoryJournal journal = new InMemoryJournal();
  private final SettableClock clock = new SettableClock(NOW);
  private final Millrace engine =
      Millrace.start(
          RuntimeConfig.standard(),
          new Millrace.Parts(
              journal,
              journal,
              new VolatileStateMachineStore(_ -> false),
              List.of(),
              new HmacTaskTokens(new byte[32]),
              clock,
              halted -> {
                throw new IllegalStateException(halted);
              }));
  private final StateMachine machine =
      engine
          .stateMachines()
          .create(
              "book",
              StateMachine.Type.STANDARD,
              new MachineSettings(
                  A_DAYS_WORK, "arn:aws:iam::000000000000:role/r", null, null, null),
              Map.of());
  private final BookExecutions books = new BookExecutions(engine.executions());

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void theSameCommandGoesOnAlsoOnAMachineWithOtherProcessors() {
    var first = start("a", "{'bookId':'a','limits':{'ttsConcurrency':2}}");
    var second = start("a", "{'bookId':'a','limits':{'ttsConcurrency':4}}");

    assertThat(second.arn()).isEqualTo(first.arn());
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.resumed()).isTrue();
  }

  @Test
  void anotherWishForTheSameBookTakesThePlaceOfTheFirst() {
    var first = start("a", "{'bookId':'a'}");
    var second = start("a", "{'bookId':'a','force':true}");

    assertThat(second.resumed()).isFalse();
    assertThat(status(first)).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(status(second)).isEqualTo(ExecutionStatus.RUNNING);
  }

  @Test
  void otherBooksAreLeftAlone() {
    var first = start("a", "{'bookId':'a'}");
    start("b", "{'bookId':'b'}");

    assertThat(status(first)).isEqualTo(ExecutionStatus.RUNNING);
    assertThat(start("a", "{'bookId':'a'}").arn()).isEqualTo(first.arn());
  }

  @Test
  void aDryRunStopsNothing() {
    var first = start("a", "{'bookId':'a'}");
    var dry = start("a", "{'bookId':'a','dryRun':true}");

    assertThat(dry.arn()).isNotEqualTo(first.arn());
    assertThat(status(first)).isEqualTo(ExecutionStatus.RUNNING);
  }

  @Test
  void aRunThatItsTimeLimitEndedIsSeenAsCutOffAndNotResumed() {
    var first = start("a", "{'bookId':'a'}");
    clock.advance(Duration.ofSeconds(61));
    engine.tick();
    var watch = new ExecutionWatch(engine.executions(), first.arn());
    while (watch.ending().isEmpty()) watch.news();

    assertThat(watch.ending()).hasValue(new Ending.TimedOut());
    assertThat(watch.lasted()).isEqualTo(Duration.ofSeconds(61));
    var second = start("a", "{'bookId':'a'}");
    assertThat(second.resumed()).isFalse();
    assertThat(second.arn()).isNotEqualTo(first.arn());
  }

  @Test
  void aRunThatSomebodyStoppedIsSeenAsCutOff() {
    var first = start("a", "{'bookId':'a'}");
    engine.executions().stop(first.arn(), null, "enough");
    var watch = new ExecutionWatch(engine.executions(), first.arn());
    while (watch.ending().isEmpty()) watch.news();

    assertThat(watch.ending()).hasValue(new Ending.Stopped(null, "enough"));
  }

  private BookExecutions.Current start(String bookId, String input) {
    clock.advance(Duration.ofMillis(1));
    return books.startOrResume(machine, bookId, input.replace('\'', '"'), clock.instant());
  }

  private ExecutionStatus status(BookExecutions.Current execution) {
    return engine.executions().describe(execution.arn()).summary().status();
  }
}
