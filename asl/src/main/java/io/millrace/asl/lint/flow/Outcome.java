package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.Edge;
import java.util.ArrayList;
import java.util.List;

/// Where data go from a state. Used by one thread.
final class Outcome {
  private final List<Way> ways = new ArrayList<>();
  private Facts end = Facts.NOTHING;

  /// One transition and what is known there.
  record Way(Edge edge, Facts facts) {}

  void to(Edge edge, Facts facts) {
    ways.add(new Way(edge, facts));
  }

  void end(Facts facts) {
    end = facts;
  }

  List<Way> ways() {
    return ways;
  }

  /// What the graph hands on when it ends here; nothing when it does not.
  Facts end() {
    return end;
  }
}
