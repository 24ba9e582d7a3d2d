package io.millrace.pipelines.stages.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a chain's time adds up to.
///
/// @param expected the stages' usual time, null when one has none
/// @param oneRetry the expected time with the longest stage failing at its end once, and the wait
/// @param timeouts every stage to its timeout, none retried
/// @param longest every attempt of every stage to its timeout
record Budget(
    @Nullable Duration expected, @Nullable Duration oneRetry, Duration timeouts, Duration longest) {

  static Budget of(Chain chain) {
    var stages = chain.stages();
    var timeouts = stages.stream().map(ChainStage::timeout).reduce(Duration.ZERO, Duration::plus);
    var longest =
        stages.stream()
            .map(stage -> stage.retry().longest(stage.timeout()))
            .reduce(Duration.ZERO, Duration::plus);
    var expected = expected(stages);
    if (expected == null) {
      return new Budget(null, null, timeouts, longest);
    }
    var worst =
        stages.stream()
            .filter(stage -> stage.retry().maxAttempts() > 0)
            .map(Budget::again)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new Budget(expected, expected.plus(worst), timeouts, longest);
  }

  /// What one retry of a stage adds at most, but for an attempt that takes longer than usual.
  private static Duration again(ChainStage stage) {
    var expected = stage.expected();
    return stage.retry().waits(1).plus(expected == null ? Duration.ZERO : expected);
  }

  private static @Nullable Duration expected(List<ChainStage> stages) {
    var sum = Duration.ZERO;
    for (var stage : stages) {
      var expected = stage.expected();
      if (expected == null) {
        return null;
      }
      sum = sum.plus(expected);
    }
    return sum;
  }

  /// What there is to say about an Express chain; nothing about a Standard one.
  List<String> warnings(Chain chain) {
    var warnings = new ArrayList<String>();
    if (chain.type() == Chain.Type.STANDARD) {
      return warnings;
    }
    var limit = Chain.EXPRESS_LIMIT;
    if (expected == null) {
      warnings.add(
          "WARN  Not every stage has expectedSeconds: nobody knows whether the chain fits in 300"
              + " s.");
    } else if (expected.compareTo(limit) > 0) {
      warnings.add(
          "ERROR The stages are expected to take longer than the 300 s of an Express execution."
              + " Make the chain STANDARD or shorten it.");
    } else if (oneRetry != null && oneRetry.compareTo(limit) > 0) {
      warnings.add(
          "WARN  One retry is enough to pass 300 s: the execution then ends with States.Timeout and"
              + " its message is delivered again. Finished stages answer at once then, but a"
              + " STANDARD chain is safer.");
    }
    if (timeouts.compareTo(limit) > 0) {
      warnings.add(
          "WARN  The stages' timeouts add up to more than 300 s: a stage that hangs is cut off by"
              + " the execution's end, which no Catch sees, so no failure is recorded.");
    }
    return warnings;
  }
}
