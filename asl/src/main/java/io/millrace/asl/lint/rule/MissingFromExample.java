package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.Presence;
import java.util.ArrayList;
import java.util.List;

/// `not-in-example`: with the example input, a path that is read does not exist.
final class MissingFromExample implements Rule {
  @Override
  public List<String> names() {
    return List.of("not-in-example");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    for (ReadGroup group :
        ReadGroup.of(subject.analysis().reads(), r -> r.presence() == Presence.NOT_IN_EXAMPLE)) {
      String message =
          group.paths()
              + (group.isOne() ? " is" : " are")
              + " not in the example input: with it, `"
              + group.state().name()
              + "` fails with "
              + group.error();
      List<Cause> causes = new ArrayList<>(group.causes());
      String hint =
          "Add it to the input, or ask for it first"
              + (group.state().isJsonata() ? " with $exists(…)." : ", in a Choice with IsPresent.");
      Report.Draft draft =
          group.isFatal()
              ? report.error("not-in-example", group.state(), group.pointer(), message)
              : report.warning("not-in-example", group.state(), group.pointer(), message);
      draft.because(causes).hint(hint);
    }
  }
}
