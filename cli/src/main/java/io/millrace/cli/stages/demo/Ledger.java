package io.millrace.cli.stages.demo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What became of every message, by business id.
///
/// @param published acknowledged by the topic
/// @param succeeded whose last stage has published its output
/// @param inDeadLetterQueue of those that have not succeeded
/// @param deadButDone dead letters of runs that have succeeded: received too often, not failed
/// @param failsForGood made to fail as long as the fault is there
/// @param waiting messages in the queue, hidden ones included, and executions that run
/// @param redelivered delivered more than once
/// @param publishedTwice ids that came under more than one message id: published again because no
///   answer came, or put back from the dead-letter queue
/// @param redriven put back from the dead-letter queue
record Ledger(
    Set<String> published,
    Set<String> succeeded,
    Set<String> inDeadLetterQueue,
    int deadButDone,
    Set<String> failsForGood,
    int waiting,
    int redelivered,
    int publishedTwice,
    int redriven) {
  Ledger {
    published = Set.copyOf(published);
    succeeded = Set.copyOf(succeeded);
    inDeadLetterQueue = Set.copyOf(inDeadLetterQueue);
    failsForGood = Set.copyOf(failsForGood);
  }

  /// Published, and nowhere to be found.
  Set<String> lost() {
    var lost = new TreeSet<>(published);
    lost.removeAll(succeeded);
    lost.removeAll(inDeadLetterQueue);
    return lost;
  }

  /// Nothing is lost or under way, and exactly those failed that were made to.
  boolean addsUp() {
    return waiting == 0
        && lost().isEmpty()
        && inDeadLetterQueue.equals(failsForGood)
        && published.size() == succeeded.size() + inDeadLetterQueue.size();
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("  published            %6d".formatted(published.size()));
    lines.add("  succeeded            %6d".formatted(succeeded.size()));
    lines.add(
        "  redelivered          %6d   (%d of them published twice)"
            .formatted(redelivered, publishedTwice));
    lines.add("  in the DLQ           %6d%s".formatted(inDeadLetterQueue.size(), expected()));
    if (deadButDone > 0) {
      lines.add(
          "                       %6d   more whose runs have succeeded: received too often"
              .formatted(deadButDone));
    }
    lines.add("  redriven             %6d".formatted(redriven));
    lines.add("  still waiting        %6d".formatted(waiting));
    lines.add("  lost                 %6d".formatted(lost().size()));
    if (!lost().isEmpty()) {
      lines.add("  lost are " + lost());
    }
    return lines;
  }

  private String expected() {
    if (inDeadLetterQueue.equals(failsForGood)) {
      return failsForGood.isEmpty() ? "" : "   (exactly those that were made to fail)";
    }
    var missing = new HashSet<>(failsForGood);
    missing.removeAll(inDeadLetterQueue);
    var more = new HashSet<>(inDeadLetterQueue);
    more.removeAll(failsForGood);
    return "   (made to fail were %d; not here: %s; here without: %s)"
        .formatted(failsForGood.size(), missing, more);
  }
}
