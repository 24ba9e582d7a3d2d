package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes down what happens at the states, once the facts have come to rest. Used by one thread.
final class Recorder {
  /// Hears nothing: for the rounds in which facts still change.
  static final Recorder SILENT = new Recorder(false);

  private final boolean isListening;
  private final List<Read> reads = new ArrayList<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private final Map<StateNode, Facts> entries = new HashMap<>();
  private final Map<StateNode, Shape> results = new HashMap<>();
  private final Map<StateNode, List<Verdict>> verdicts = new HashMap<>();

  private Recorder(boolean isListening) {
    this.isListening = isListening;
  }

  static Recorder listening() {
    return new Recorder(true);
  }

  boolean isListening() {
    return isListening;
  }

  void read(Read read) {
    if (isListening) {
      reads.add(read);
    }
  }

  void mismatch(Mismatch mismatch) {
    if (isListening) {
      mismatches.add(mismatch);
    }
  }

  void entered(StateNode state, Facts facts) {
    if (isListening) {
      entries.put(state, facts);
    }
  }

  void result(StateNode state, Shape result) {
    if (isListening) {
      results.put(state, result);
    }
  }

  void verdicts(StateNode choice, List<Verdict> ofRules) {
    if (isListening) {
      verdicts.put(choice, List.copyOf(ofRules));
    }
  }

  Analysis analysis(boolean complete) {
    return new Analysis(reads, mismatches, entries, results, verdicts, complete);
  }
}
