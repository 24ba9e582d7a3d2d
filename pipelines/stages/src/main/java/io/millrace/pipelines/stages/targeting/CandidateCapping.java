package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.PriorityQueue;

/// Stage 4: at most so many candidates of each category, those with the highest scores.
///
/// Parameter `perCategory`. Holds that many candidates of each category in memory, however many
/// there are.
public final class CandidateCapping extends RecordStage<Candidate, Candidate> {
  private static final int PER_CATEGORY = 1_200;

  /// The worst first: a lower score, or of equal scores the later person.
  private static final Comparator<Candidate> WORST_FIRST =
      Comparator.comparingInt(Candidate::score)
          .thenComparing(Comparator.comparingInt((Candidate one) -> one.person().id()).reversed());

  @Override
  protected void process(Records<Candidate> input, RecordSink<Candidate> output, StageRun run) {
    int most = run.parameter("perCategory", PER_CATEGORY);
    var kept = new EnumMap<Category, PriorityQueue<Candidate>>(Category.class);
    for (var candidate : input) {
      var queue = kept.computeIfAbsent(candidate.best(), _ -> new PriorityQueue<>(WORST_FIRST));
      queue.add(candidate);
      if (queue.size() > most) {
        queue.remove();
      }
    }
    kept.values().stream()
        .flatMap(PriorityQueue::stream)
        .sorted(Comparator.comparingInt(candidate -> candidate.person().id()))
        .forEach(output::write);
  }
}
