package io.millrace.testkit;

import static io.millrace.testkit.Histories.header;
import static io.millrace.testkit.Histories.passEvents;
import static io.millrace.testkit.Histories.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.FencedException;
import io.millrace.engine.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every journal must do, whatever it is made of. A journal's test extends this.
public abstract class JournalContract extends MapRunContract {
  private static final UUID LOWEST = new UUID(0, 0);

  /// The reads over the same contents.
  protected abstract ExecutionReads reads();

  /// The journal as the next process opens it, which takes over from the one before.
  protected abstract Journal takeOver();

  @Test
  void whatIsCommittedIsLoaded() {
    ExecutionHeader header = header("machine", "one");
    List<HistoryEvent> events = passEvents(1, 3);

    assertThat(journal().commit(List.of(write(header, true, events)))).isEmpty();

    var stored = journal().load(header.id()).orElseThrow();
    assertThat(stored.header()).isEqualTo(header);
    assertThat(stored.events()).isEqualTo(events);
  }

  @Test
  void whatWasNeverCommittedIsNotThere() {
    assertThat(journal().load(UUID.randomUUID())).isEmpty();
    assertThat(reads().find(header("machine", "none").arn())).isEmpty();
    assertThat(reads().events(UUID.randomUUID(), 1, false, 10)).isEmpty();
  }

  @Test
  void laterCommitsContinueTheHistory() {
    ExecutionHeader header = header("machine", "long");
    journal().commit(List.of(write(header, true, passEvents(1, 2))));
    journal().commit(List.of(write(header, false, passEvents(3, 7))));
    journal().commit(List.of(write(header, false, passEvents(8, 8))));

    assertThat(journal().load(header.id()).orElseThrow().events()).isEqualTo(passEvents(1, 8));
    assertThat(reads().find(header.arn()).orElseThrow().lastEventId()).isEqualTo(8);
  }

  @Test
  void aBatchStoresNewAndOldExecutionsTogether() {
    ExecutionHeader old = header("machine", "old");
    journal().commit(List.of(write(old, true, passEvents(1, 2))));
    List<ExecutionWrite> batch = new ArrayList<>();
    batch.add(write(old, false, passEvents(3, 4)));
    for (int i = 0; i < 300; i++) {
      batch.add(write(header(i % 2 == 0 ? "machine" : "other", "e" + i), true, passEvents(1, 2)));
    }

    assertThat(journal().commit(batch)).isEmpty();

    for (ExecutionWrite one : batch) {
      assertThat(reads().find(one.header().arn()).orElseThrow().header()).isEqualTo(one.header());
    }
    assertThat(journal().load(old.id()).orElseThrow().events()).isEqualTo(passEvents(1, 4));
  }

  @Test
  void aNameThatIsTakenIsLeftOutAndTheRestIsStored() {
    ExecutionHeader first = header("machine", "same");
    ExecutionHeader second = header("machine", "same");
    ExecutionHeader twin = header("machine", "twin");
    ExecutionHeader twinAgain = header("machine", "twin");
    ExecutionHeader elsewhere = header("other", "same");
    journal().commit(List.of(write(first, true, passEvents(1, 2))));

    var taken =
        journal()
            .commit(
                List.of(
                    write(second, true, passEvents(1, 5)),
                    write(twin, true, passEvents(1, 3)),
                    write(twinAgain, true, passEvents(1, 4)),
                    write(elsewhere, true, passEvents(1, 2))));

    assertThat(taken).containsExactlyInAnyOrder(second.id(), twinAgain.id());
    assertThat(journal().load(second.id())).isEmpty();
    assertThat(journal().load(first.id()).orElseThrow().events()).isEqualTo(passEvents(1, 2));
    assertThat(journal().load(twin.id()).orElseThrow().events()).isEqualTo(passEvents(1, 3));
    assertThat(journal().load(elsewhere.id())).isPresent();
  }

  @Test
  void repeatingACommitChangesNothing() {
    ExecutionHeader header = header("machine", "again");
    ExecutionHeader ended = header("machine", "ended");
    var first =
        List.of(write(header, true, passEvents(1, 2)), write(ended, true, passEvents(1, 2)));
    var second =
        List.of(
            write(header, false, passEvents(3, 4)),
            new ExecutionWrite(
                ended, false, passEvents(3, 3), ExecutionStatus.SUCCEEDED, 9L, null, false));
    journal().commit(first);
    assertThat(journal().commit(first)).isEmpty();
    journal().commit(second);
    assertThat(journal().commit(second)).isEmpty();

    assertThat(journal().load(header.id()).orElseThrow().events()).isEqualTo(passEvents(1, 4));
    assertThat(journal().load(ended.id()).orElseThrow().events()).isEqualTo(passEvents(1, 3));
  }

  @Test
  void eventsThatDoNotContinueAreAnErrorThatNamesTheExecution() {
    ExecutionHeader header = header("machine", "gap");
    journal().commit(List.of(write(header, true, passEvents(1, 2))));

    for (List<HistoryEvent> wrong : List.of(passEvents(4, 5), passEvents(2, 3))) {
      assertThatThrownBy(() -> journal().commit(List.of(write(header, false, wrong))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(header.arn());
    }
    assertThat(journal().load(header.id()).orElseThrow().events()).isEqualTo(passEvents(1, 2));
  }

  @Test
  void anExecutionIsFoundWithItsStatusAndStopTime() {
    ExecutionHeader header = header("machine", "done");
    journal()
        .commit(
            List.of(
                new ExecutionWrite(
                    header, true, passEvents(1, 4), ExecutionStatus.FAILED, 77L, null, false)));

    assertThat(reads().find(header.arn()))
        .contains(new ExecutionReads.Summary(header, ExecutionStatus.FAILED, 77L, 4));
  }

  @Test
  void anExecutionThatIsRedrivenRunsAgainAndSaysHowOften() {
    ExecutionHeader header = header("machine", "redriven");
    ExecutionHeader other = header("machine", "beside");
    journal()
        .commit(
            List.of(
                write(other, true, passEvents(1, 2)),
                new ExecutionWrite(
                    header, true, passEvents(1, 4), ExecutionStatus.FAILED, 77L, null, false)));

    journal()
        .commit(
            List.of(
                write(other, false, passEvents(3, 3)),
                write(
                    header,
                    false,
                    List.of(
                        new HistoryEvent(
                            5,
                            4,
                            800,
                            EventType.ExecutionRedriven,
                            new EventDetails.ExecutionRedriven(2, "token", 0, false))))));
    journal().commit(List.of(write(header, false, passEvents(6, 6))));

    assertThat(reads().find(header.arn()))
        .contains(
            new ExecutionReads.Summary(
                header, ExecutionStatus.RUNNING, null, 6, new Redrives(2, 800, 0)));
    assertThat(reads().find(other.arn()).orElseThrow().redrives()).isEqualTo(Redrives.NONE);
  }

  @Test
  void executionsAreListedLatestFirstInPagesAndByStatus() {
    List<ExecutionWrite> batch = new ArrayList<>();
    List<String> latestFirst = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      boolean done = i % 2 == 0;
      ExecutionHeader header = header("listed", "n" + i);
      latestFirst.addFirst(header.name());
      batch.add(
          new ExecutionWrite(
              header,
              true,
              passEvents(1, 2),
              done ? ExecutionStatus.SUCCEEDED : ExecutionStatus.RUNNING,
              done ? 5L : null,
              null,
              false));
    }
    batch.add(write(header("unlisted", "n"), true, passEvents(1, 2)));
    journal().commit(batch);
    String arn = batch.getFirst().header().stateMachineArn();

    assertThat(names(reads().list(arn, null, null, 100))).isEqualTo(latestFirst);
    var firstPage = reads().list(arn, null, null, 3);
    UUID last = firstPage.getLast().header().id();
    assertThat(names(firstPage)).isEqualTo(latestFirst.subList(0, 3));
    assertThat(names(reads().list(arn, null, last, 100))).isEqualTo(latestFirst.subList(3, 7));
    assertThat(names(reads().list(arn, ExecutionStatus.RUNNING, null, 100)))
        .containsExactly("n5", "n3", "n1");
    assertThat(names(reads().list(arn, ExecutionStatus.FAILED, null, 100))).isEmpty();
    assertThat(reads().list(arn + "x", null, null, 100)).isEmpty();
  }

  @Test
  void eventsAreReadFromAnyIdInBothDirectionsAcrossCommits() {
    ExecutionHeader header = header("machine", "read");
    journal().commit(List.of(write(header, true, passEvents(1, 4))));
    journal().commit(List.of(write(header, false, passEvents(5, 6))));
    journal().commit(List.of(write(header, false, passEvents(7, 12))));

    assertThat(reads().events(header.id(), 1, false, 100)).isEqualTo(passEvents(1, 12));
    assertThat(reads().events(header.id(), 3, false, 5)).isEqualTo(passEvents(3, 7));
    assertThat(reads().events(header.id(), 8, true, 5)).isEqualTo(passEvents(4, 8).reversed());
    assertThat(reads().events(header.id(), Long.MAX_VALUE, true, 3))
        .isEqualTo(passEvents(10, 12).reversed());
    assertThat(reads().events(header.id(), 13, false, 3)).isEmpty();
  }

  @Test
  void whatIsInFlightOrDueIsResumableInPages() {
    ExecutionWrite due = waiting("due", 1_000L, false);
    ExecutionWrite later = waiting("later", 5_000L, false);
    ExecutionWrite inFlight = waiting("inFlight", null, true);
    ExecutionWrite both = waiting("both", 1_500L, true);
    ExecutionWrite idle = waiting("idle", null, false);
    journal().commit(List.of(due, later, inFlight, both, idle));

    List<UUID> all = journal().resumable(2_000, LOWEST, 100);
    assertThat(all).containsExactly(due.header().id(), inFlight.header().id(), both.header().id());
    List<UUID> page = journal().resumable(2_000, LOWEST, 2);
    assertThat(page).isEqualTo(all.subList(0, 2));
    assertThat(journal().resumable(2_000, page.getLast(), 2)).isEqualTo(all.subList(2, 3));
  }

  @Test
  void whatWakesInATimeIsReadEarliestFirst() {
    ExecutionWrite third = waiting("third", 3_000L, false);
    ExecutionWrite first = waiting("first", 1_000L, true);
    ExecutionWrite second = waiting("second", 2_000L, false);
    journal().commit(List.of(third, first, second, waiting("never", null, false)));

    assertThat(journal().waking(1_000, 3_000, 10))
        .containsExactly(first.header().id(), second.header().id());
    assertThat(journal().waking(0, 9_000, 1)).containsExactly(first.header().id());
    assertThat(journal().waking(1_001, 3_001, 10))
        .containsExactly(second.header().id(), third.header().id());
  }

  @Test
  void anExecutionThatWasWokenOrEndedIsNoLongerDue() {
    ExecutionWrite waiting = waiting("woken", 1_000L, true);
    journal().commit(List.of(waiting));
    journal()
        .commit(
            List.of(
                new ExecutionWrite(
                    waiting.header(),
                    false,
                    passEvents(3, 4),
                    ExecutionStatus.SUCCEEDED,
                    1_000L,
                    null,
                    false)));

    assertThat(journal().resumable(9_000, LOWEST, 10)).isEmpty();
    assertThat(journal().waking(0, 9_000, 10)).isEmpty();
  }

  @Test
  void theProcessThatWasTakenOverCannotCommitAnyMore() {
    ExecutionHeader header = header("machine", "mine");
    Journal before = journal();
    before.commit(List.of(write(header, true, passEvents(1, 2))));

    Journal next = takeOver();

    assertThatThrownBy(() -> before.commit(List.of(write(header, false, passEvents(3, 4)))))
        .isInstanceOf(FencedException.class);
    next.commit(List.of(write(header, false, passEvents(3, 3))));
    assertThat(next.load(header.id()).orElseThrow().events()).isEqualTo(passEvents(1, 3));
  }

  private static ExecutionWrite waiting(String name, @Nullable Long wake, boolean inFlight) {
    return new ExecutionWrite(
        header("waits", name),
        true,
        passEvents(1, 2),
        ExecutionStatus.RUNNING,
        null,
        wake,
        inFlight);
  }

  private static List<String> names(List<ExecutionReads.Summary> found) {
    return found.stream().map(summary -> summary.header().name()).toList();
  }
}
