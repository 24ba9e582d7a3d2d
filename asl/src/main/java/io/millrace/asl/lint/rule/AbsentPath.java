package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.shape.DataPath;
import io.millrace.asl.lint.shape.Kind;
import io.millrace.asl.lint.shape.Presence;
import io.millrace.asl.lint.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `path-absent`: a path that cannot exist where it is read. `variable-unassigned`: the same of a
/// variable. Recorded: `The JSONPath '$.x' specified for the field 'y.$' could not be found in the
/// input` fails an execution with States.Runtime.
final class AbsentPath implements Rule {
  @Override
  public List<String> names() {
    return List.of("path-absent", "variable-unassigned");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    List<Read> reads = subject.analysis().reads();
    for (ReadGroup group : ReadGroup.of(reads, r -> isAbsent(r) && !ReadGroup.readsVariable(r))) {
      report(subject, report, group, "path-absent", "cannot exist here");
    }
    for (ReadGroup group : ReadGroup.of(reads, r -> isAbsent(r) && ReadGroup.readsVariable(r))) {
      report(subject, report, group, "variable-unassigned", "cannot have a value here")
          .hint(
              "Assign it in a state that comes before; variables of a Map or Parallel are not seen"
                  + " outside of it.");
    }
  }

  private static boolean isAbsent(Read read) {
    return read.presence() == Presence.ABSENT && !ItemPath.isOne(read);
  }

  private static Report.Draft report(
      Subject subject, Report report, ReadGroup group, String code, String complaint) {
    String effect =
        switch (group.first().effect()) {
          case FAILS, QUERY_FAILS -> ": `" + group.state().name() + "` fails with " + group.error();
          case OMITTED -> ": it is left out, silently";
        };
    String message = group.paths() + " " + complaint + effect;
    Report.Draft draft =
        group.isFatal()
            ? report.error(code, group.state(), group.pointer(), message)
            : report.warning(code, group.state(), group.pointer(), message);
    return draft.because(group.causes()).hint(hint(subject, group));
  }

  /// The answer of `lambda:invoke` has the function's own answer within.
  private static @Nullable String hint(Subject subject, ReadGroup group) {
    Read read = group.first();
    Shape input = subject.analysis().entry(group.state()).input();
    boolean answer =
        read.origin() != Presence.PRESENT
            && read.path() != null
            && read.path().root() == DataPath.Root.INPUT
            && input.isOnly(Kind.OBJECT)
            && input.member("Payload").presence() == Presence.PRESENT
            && input.member("SdkHttpMetadata").presence() == Presence.PRESENT
            && group.causes().stream()
                .allMatch(cause -> cause.text().contains("the answer of lambda:invoke"));
    if (!answer) {
      return group.fix();
    }
    return "What the function answers is under `$.Payload`: read `$.Payload"
        + read.text().substring(1)
        + "`, or unwrap it where it is called, with \"ResultSelector\" or \"OutputPath\":"
        + " \"$.Payload\".";
  }
}
