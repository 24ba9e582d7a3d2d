package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.shape.Presence;
import java.util.List;

/// `path-maybe-absent`: a path, or variable, that exists on one way to the state and not on
/// another.
final class DoubtfulPath implements Rule {
  @Override
  public List<String> names() {
    return List.of("path-maybe-absent");
  }

  @Override
  public void check(Subject subject, Report report) {
    if (!subject.analysis().isComplete()) {
      return;
    }
    List<Read> reads = subject.analysis().reads();
    for (ReadGroup group : ReadGroup.of(reads, r -> r.presence() == Presence.MAYBE)) {
      String effect =
          group.first().effect() == Read.Effect.OMITTED
              ? "; then it is left out, silently"
              : "; then `" + group.state().name() + "` fails with " + group.error();
      String message = group.paths() + " may be absent here" + effect;
      String hint =
          ReadGroup.readsVariable(group.first())
              ? "Assign it on every way to this state."
              : group.fix() == null ? guard(group) : group.fix();
      report
          .warning("path-maybe-absent", group.state(), group.pointer(), message)
          .because(group.causes())
          .hint(hint);
    }
  }

  private static String guard(ReadGroup group) {
    return group.state().isJsonata()
        ? "Ask for it with $exists(…) first, or give a default."
        : "Ask for it first, in a Choice with IsPresent.";
  }
}
