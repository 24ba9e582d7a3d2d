package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;

/// Stage 7: without those who want no letters.
public final class OptOutFiltering extends RecordStage<Candidate, Candidate> {
  @Override
  protected void process(Records<Candidate> input, RecordSink<Candidate> output, StageRun run) {
    for (var candidate : input) {
      if (candidate.person().wantsMail()) {
        output.write(candidate);
      }
    }
  }
}
