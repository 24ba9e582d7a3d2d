package io.millrace.asl.lint.flow;

import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Shape;
import java.util.List;
import java.util.Map;

/// What following the data has found out.
///
/// @param isComplete false when the definition was too much to follow to the end; then nothing is
///   certain
public record Analysis(
    List<Read> reads,
    List<Mismatch> mismatches,
    Map<StateNode, Facts> entries,
    Map<StateNode, Shape> results,
    Map<StateNode, List<Verdict>> verdicts,
    boolean isComplete) {
  /// What is known where the state is entered; nothing when no data ever come there.
  public Facts entry(StateNode state) {
    return entries.getOrDefault(state, Facts.NOTHING);
  }

  /// What the state's work gives, after ResultSelector; anything when it was never reached.
  public Shape result(StateNode state) {
    return results.getOrDefault(state, Shape.ANY);
  }

  /// What is known about the rules of a Choice, in order; empty when it was never reached.
  public List<Verdict> verdicts(StateNode choice) {
    return verdicts.getOrDefault(choice, List.of());
  }
}
