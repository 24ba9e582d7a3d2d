package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;

/// Stage 5: those in the countries that the campaign may be sent to, of the age for it.
///
/// Parameters `withoutCountry`, `ageLeast`.
public final class CandidateFiltering extends RecordStage<Candidate, Candidate> {
  @Override
  protected void process(Records<Candidate> input, RecordSink<Candidate> output, StageRun run) {
    var without = run.parameter("withoutCountry", "CH");
    int least = run.parameter("ageLeast", 18);
    for (var candidate : input) {
      if (!candidate.person().country().equals(without) && candidate.person().age() >= least) {
        output.write(candidate);
      }
    }
  }
}
