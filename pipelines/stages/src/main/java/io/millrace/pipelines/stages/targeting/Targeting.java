package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import java.util.ArrayList;
import java.util.List;

/// Stage 8: what each of them is offered: what they bought most for, again, in the light of their
/// best category.
///
/// Parameter `offers`, how many each gets at most.
public final class Targeting extends RecordStage<Candidate, Target> {
  private static final int OFFERS = 3;

  @Override
  protected void process(Records<Candidate> input, RecordSink<Target> output, StageRun run) {
    int most = run.parameter("offers", OFFERS);
    for (var candidate : input) {
      output.write(new Target(candidate, offers(candidate, most)));
    }
  }

  private static List<Offer> offers(Candidate candidate, int most) {
    var purchases = new ArrayList<>(candidate.person().purchases());
    // Stable: of equal amounts the one bought first in the list stays first.
    purchases.sort((one, other) -> Integer.compare(other.cents(), one.cents()));
    return purchases.stream()
        .limit(most)
        .map(
            purchase ->
                new Offer(
                    purchase.productId(),
                    purchase.cents() * 9 / 10,
                    "Again, and a tenth less: " + candidate.best()))
        .toList();
  }
}
