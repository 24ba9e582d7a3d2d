package io.millrace.pipelines.stages.targeting;

import io.millrace.pipelines.stages.RecordStage;
import io.millrace.pipelines.stages.StageRun;
import io.millrace.pipelines.stages.output.RecordSink;
import io.millrace.pipelines.stages.output.Records;
import java.util.EnumMap;

/// Stage 3: everybody in the directory, with what the purchases say about them.
public final class CandidateFetching extends RecordStage<Subjects, Candidate> {
  @Override
  protected void process(Records<Subjects> input, RecordSink<Candidate> output, StageRun run) {
    for (var subjects : input) {
      var population = new Population(subjects.request());
      for (var id = 0; id < subjects.request().candidates(); id++) {
        output.write(candidate(population.person(id), subjects));
      }
    }
  }

  private static Candidate candidate(Person person, Subjects subjects) {
    var scores = new EnumMap<Category, Integer>(Category.class);
    var spent = 0;
    for (var purchase : person.purchases()) {
      var subject = subjects.subjects().get(purchase.productId());
      scores.merge(subject.category(), subject.weight(), Integer::sum);
      spent += purchase.cents();
    }
    var best = Category.BOOKS;
    var score = 0;
    // In the enum's order, so that of two equal categories the first is the best.
    for (var one : scores.entrySet()) {
      if (one.getValue() > score) {
        best = one.getKey();
        score = one.getValue();
      }
    }
    return new Candidate(person, best, score, spent);
  }
}
