package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;

/// Stage 6: active customers whom nobody has written to lately and who have bought for something.
///
/// Parameters `quietDays`, `spentCentsLeast`.
public final class EligibilityCheck extends RecordStage<Candidate, Candidate> {
  @Override
  protected void process(Records<Candidate> input, RecordSink<Candidate> output, StageRun run) {
    int quiet = run.parameter("quietDays", 7);
    int spent = run.parameter("spentCentsLeast", 2_500);
    for (var candidate : input) {
      var person = candidate.person();
      if (person.active()
          && person.contactedDaysAgo() >= quiet
          && candidate.spentCents() >= spent) {
        output.write(candidate);
      }
    }
  }
}
