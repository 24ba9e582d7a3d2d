package io.millrace.engine.trace;

import io.millrace.engine.trace.Trace.Ending;
import io.millrace.engine.trace.Trace.Line;
import io.millrace.engine.trace.Trace.Visit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A line in the making: the execution itself, a branch or an iteration.
final class OpenLine {
  private final @Nullable OpenLine parent;
  private final boolean isIteration;
  private final int index;
  private final List<OpenVisit> visits = new ArrayList<>();
  private Ending ending = Ending.OPEN;

  OpenLine(@Nullable OpenLine parent, boolean isIteration, int index) {
    this.parent = parent;
    this.isIteration = isIteration;
    this.index = index;
  }

  @Nullable OpenLine parent() {
    return parent;
  }

  int index() {
    return index;
  }

  void enter(OpenVisit visit) {
    visits.add(visit);
  }

  void end(Ending how) {
    ending = how;
  }

  /// The execution was redriven: what was not left goes on.
  void takeUp() {
    OpenVisit last = last();
    if (ending != Ending.SUCCEEDED && last != null && last.isOpen()) {
      ending = Ending.OPEN;
      last.takeUp();
    }
  }

  @Nullable OpenVisit last() {
    return visits.isEmpty() ? null : visits.getLast();
  }

  /// The state it is in; one without a name where the history lacks its beginning.
  OpenVisit current() {
    OpenVisit last = last();
    if (last == null) {
      last = new OpenVisit("?", "?", io.millrace.asl.json.Payload.NULL, 0);
      visits.add(last);
    }
    return last;
  }

  List<Visit> visits() {
    return visits.stream().map(OpenVisit::visit).toList();
  }

  Line line() {
    List<Visit> done = visits();
    Ending how = ending;
    if (how == Ending.OPEN && !isIteration && !done.isEmpty()) {
      // Branches have no events of their own: they stand as their last state does.
      Visit last = done.getLast();
      how = last.type().equals("Fail") ? Ending.FAILED : last.ending();
    }
    return new Line(isIteration, index, done, how);
  }
}
