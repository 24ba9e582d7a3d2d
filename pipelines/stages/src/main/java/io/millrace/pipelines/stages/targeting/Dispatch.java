package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Stage 9: the letters, in an outbox. A run that repeats this stage writes the same letters with
/// the same ids, so that nobody gets one twice.
public final class Dispatch extends RecordStage<Target, Notification> {
  @Override
  protected void process(Records<Target> input, RecordSink<Notification> output, StageRun run) {
    for (var target : input) {
      var candidate = target.candidate();
      var person = candidate.person();
      var body = new StringBuilder("Dear " + person.name() + ",\n\n");
      for (var offer : target.offers()) {
        body.append("- no. ").append(offer.productId()).append(", ").append(offer.priceCents());
        body.append(" cents. ").append(offer.line()).append('\n');
      }
      body.append('\n').append(person.notes());
      output.write(
          new Notification(
              id(run.runId(), person.id()),
              person.id(),
              person.email(),
              candidate.best(),
              "For you: " + candidate.best(),
              body.toString()));
    }
  }

  static String id(String runId, int personId) {
    return UUID.nameUUIDFromBytes((runId + "/" + personId).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
