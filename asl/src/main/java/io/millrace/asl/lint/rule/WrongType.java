package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Mismatch;
import java.util.LinkedHashSet;
import java.util.List;

/// `value-type`: a value that is certainly of a type its place does not take.
final class WrongType implements Rule {
  @Override
  public List<String> names() {
    return List.of("value-type");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    for (Mismatch mismatch : new LinkedHashSet<>(subject.analysis().mismatches())) {
      boolean caught = mismatch.state().catches(mismatch.error());
      String message =
          mismatch.problem() + ": `" + mismatch.state().name() + "` fails with " + mismatch.error();
      Report.Draft draft =
          caught
              ? report.warning("value-type", mismatch.state(), mismatch.pointer(), message)
              : report.error("value-type", mismatch.state(), mismatch.pointer(), message);
      draft.because(mismatch.causes());
    }
  }
}
