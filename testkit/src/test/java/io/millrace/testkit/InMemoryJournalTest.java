package io.millrace.testkit;

import io.millrace.engine.journal.ExecutionReads;
import io.millrace.engine.journal.Journal;

class InMemoryJournalTest extends JournalContract {
  private final InMemoryJournal journal = new InMemoryJournal();

  @Override
  protected Journal journal() {
    return journal;
  }

  @Override
  protected ExecutionReads reads() {
    return journal;
  }

  @Override
  protected Journal takeOver() {
    return journal.takeOver();
  }
}
