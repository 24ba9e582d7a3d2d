package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.machine.StateNode;
import java.util.List;

/// `fail-without-cause`: a Fail state that says neither what failed nor why.
final class FailWithoutCause implements Rule {
  @Override
  public List<String> names() {
    return List.of("fail-without-cause");
  }

  @Override
  public void check(Subject subject, Report report) {
    for (StateNode fail : subject.machine().states("Fail")) {
      boolean says =
          fail.has("Error") || fail.has("ErrorPath") || fail.has("Cause") || fail.has("CausePath");
      if (!says) {
        report
            .warning(
                "fail-without-cause",
                fail,
                fail.pointer(),
                "`"
                    + fail.name()
                    + "` has neither Error nor Cause: the reason of the failure is lost")
            .hint(
                fail.isJsonata()
                    ? "Give Error and Cause, for example from variables that the Catch assigns."
                    : "Pass the caught error on: \"ErrorPath\": \"$.error.Error\", \"CausePath\":"
                        + " \"$.error.Cause\".");
      }
    }
  }
}
