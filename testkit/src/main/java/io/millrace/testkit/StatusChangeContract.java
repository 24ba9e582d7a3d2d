package io.millrace.testkit;

import static io.millrace.testkit.Histories.header;
import static io.millrace.testkit.Histories.passEvents;
import static io.millrace.testkit.Histories.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.asl.json.Payload;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.history.EventType;
import io.millrace.engine.history.HistoryEvent;
import io.millrace.engine.journal.ExecutionWrite;
import io.millrace.engine.journal.Journal;
import io.millrace.engine.journal.StatusChange;
import io.millrace.engine.journal.StatusInterest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every journal must do about status changes.
public abstract class StatusChangeContract {
  private static final StatusInterest ALL =
      new StatusInterest(EnumSet.allOf(ExecutionStatus.class), null);

  /// The journal under test; the same contents within one test.
  protected abstract Journal journal();

  @Test
  void nothingIsNotedUnlessSomebodyWantsToHearOfIt() {
    journal().commit(List.of(startedAndFailed(header("machine", "unheard"))));

    assertThat(due(0)).isEmpty();
  }

  @Test
  void changesAreNotedWithTheEventsThatMakeThem() {
    AtomicInteger told = new AtomicInteger();
    journal().statusChanges().note(ALL, told::incrementAndGet);
    ExecutionHeader whole = header("machine", "whole");
    ExecutionHeader two = header("machine", "in two");
    journal().commit(List.of(startedAndFailed(whole), write(two, true, List.of(started(1)))));
    journal().commit(List.of(write(two, false, passEvents(2, 3))));
    journal().commit(List.of(ended(two, 4)));

    assertThat(due(0))
        .extracting(change -> change.header().name() + change.eventId())
        .containsExactly("whole1", "whole2", "in two1", "in two4");
    assertThat(due(0)).allMatch(c -> c.targetsLeft() == null && c.attempts() == 0);
    assertThat(told).hasValue(2);
  }

  @Test
  void aListenerThatThrowsFailsNoCommit() {
    journal()
        .statusChanges()
        .note(
            ALL,
            () -> {
              throw new IllegalStateException("thrown by the test");
            });
    ExecutionHeader kept = header("machine", "kept");

    assertThat(journal().commit(List.of(startedAndFailed(kept)))).isEmpty();

    assertThat(journal().load(kept.id())).isPresent();
    assertThat(due(0)).hasSize(2);
  }

  @Test
  void onlyWhatInterestsIsNoted() {
    ExecutionHeader wanted = header("wanted", "one");
    journal()
        .statusChanges()
        .note(
            new StatusInterest(Set.of(ExecutionStatus.FAILED), Set.of(wanted.stateMachineArn())),
            () -> {});
    journal().commit(List.of(startedAndFailed(wanted), startedAndFailed(header("other", "two"))));

    assertThat(due(0)).extracting(StatusChange::header).containsExactly(wanted);
    assertThat(due(0)).extracting(StatusChange::eventId).containsExactly(2L);
  }

  @Test
  void aRepeatedCommitAndATakenNameNoteNothing() {
    journal().statusChanges().note(ALL, () -> {});
    ExecutionHeader first = header("machine", "same name");
    ExecutionWrite write = startedAndFailed(first);
    journal().commit(List.of(write));
    journal().commit(List.of(write));
    journal().commit(List.of(startedAndFailed(header("machine", "same name"))));

    assertThat(due(0)).extracting(c -> c.header().id()).containsExactly(first.id(), first.id());
  }

  @Test
  void whatIsForgottenIsGoneAndWhatIsPostponedComesLater() {
    journal().statusChanges().note(ALL, () -> {});
    journal().commit(List.of(startedAndFailed(header("machine", "late"))));
    List<StatusChange> both = due(0);
    journal().statusChanges().forget(List.of(both.get(0).id()));
    journal().statusChanges().postpone(both.get(1).id(), List.of("rule/target"), 3, 5_000);

    assertThat(due(4_999)).isEmpty();
    StatusChange left = due(5_000).getFirst();
    assertThat(left.eventId()).isEqualTo(2);
    assertThat(left.targetsLeft()).containsExactly("rule/target");
    assertThat(left.attempts()).isEqualTo(3);
  }

  private List<StatusChange> due(long nowMillis) {
    return journal().statusChanges().due(nowMillis, 100);
  }

  private static ExecutionWrite startedAndFailed(ExecutionHeader header) {
    List<HistoryEvent> events = new ArrayList<>();
    events.add(started(1));
    events.add(failed(2));
    return new ExecutionWrite(header, true, events, ExecutionStatus.FAILED, 2_000L, null, false);
  }

  private static ExecutionWrite ended(ExecutionHeader header, long eventId) {
    return new ExecutionWrite(
        header, false, List.of(failed(eventId)), ExecutionStatus.FAILED, 2_000L, null, false);
  }

  private static HistoryEvent started(long id) {
    return new HistoryEvent(
        id,
        0,
        1_000,
        EventType.ExecutionStarted,
        new EventDetails.ExecutionStart(Payload.EMPTY_OBJECT, "arn:aws:iam::000000000000:role/r"));
  }

  private static HistoryEvent failed(long id) {
    return new HistoryEvent(
        id, id - 1, 2_000, EventType.ExecutionFailed, new EventDetails.Failure("Boom", "a test"));
  }
}
