package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Mismatch;
import java.util.LinkedHashSet;

/// `LINT_WRONG_TYPE`: a value that is certainly of a type its place does not take.
final class WrongType implements Rule {
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
              ? report.warning("LINT_WRONG_TYPE", mismatch.state(), mismatch.pointer(), message)
              : report.error("LINT_WRONG_TYPE", mismatch.state(), mismatch.pointer(), message);
      draft.because(mismatch.causes());
    }
  }
}
