package io.millrace.engine.trace;

import io.millrace.asl.json.Payload;
import io.millrace.engine.history.EventDetails;
import io.millrace.engine.trace.Trace.Attempt;
import io.millrace.engine.trace.Trace.Ending;
import io.millrace.engine.trace.Trace.Problem;
import io.millrace.engine.trace.Trace.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A visit in the making.
final class OpenVisit {
  final String state;
  final String type;
  final List<Attempt> attempts = new ArrayList<>();
  Ending ending = Ending.OPEN;

  /// Whether branches or iterations run.
  boolean running;

  /// How many branches of the present attempt have been entered.
  int branches;

  @Nullable Long exitedMillis;
  private final Payload input;
  private final long enteredMillis;
  private final List<OpenLine> lines = new ArrayList<>();
  private @Nullable Payload output;
  private Map<String, String> assigned = Map.of();
  private @Nullable Problem problem;

  OpenVisit(String state, String type, Payload input, long enteredMillis) {
    this.state = state;
    this.type = type;
    this.input = input;
    this.enteredMillis = enteredMillis;
  }

  boolean isOpen() {
    return exitedMillis == null;
  }

  boolean isContainer() {
    return isOpen() && (type.equals("Parallel") || type.equals("Map"));
  }

  OpenLine newLine(OpenLine parent, boolean isIteration, int index) {
    OpenLine line = new OpenLine(parent, isIteration, index);
    lines.add(line);
    return line;
  }

  /// The latest line with this index.
  OpenLine line(int index) {
    for (OpenLine line : lines.reversed()) {
      if (line.index() == index) {
        return line;
      }
    }
    return new OpenLine(null, true, index);
  }

  void fail(Problem why) {
    problem = why;
    ending = Ending.FAILED;
  }

  void takeUp() {
    ending = Ending.OPEN;
    problem = null;
    running = isContainer() && !lines.isEmpty();
    for (OpenLine line : lines) {
      if (line(line.index()) == line) { // not one of an earlier attempt
        line.takeUp();
      }
    }
  }

  void exit(EventDetails.StateExited exited, long atMillis) {
    exitedMillis = atMillis;
    output = exited.output();
    assigned = exited.assignedVariables();
    if (ending == Ending.OPEN) {
      ending = Ending.SUCCEEDED;
    }
  }

  Visit visit() {
    return new Visit(
        state,
        type,
        input,
        enteredMillis,
        output,
        exitedMillis,
        assigned,
        attempts,
        lines.stream().map(OpenLine::line).toList(),
        problem,
        ending);
  }
}
