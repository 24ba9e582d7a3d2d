package io.millrace.testkit.scenario;

import io.millrace.engine.trace.Trace.Attempt;
import io.millrace.engine.trace.Trace.Ending;
import io.millrace.engine.trace.Trace.Problem;
import io.millrace.engine.trace.Trace.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a test claims about one visit of a state.
public final class VisitAssert {
  private final RunAssert run;
  private final Visit visit;

  VisitAssert(RunAssert run, Visit visit) {
    this.run = run;
    this.visit = visit;
  }

  /// Back to the run.
  public RunAssert and() {
    return run;
  }

  /// It was entered with this.
  public VisitAssert hasInput(Object expected) {
    run.same(of("the input"), expected, visit.input().node());
    return this;
  }

  /// It was left with this.
  public VisitAssert hasOutput(Object expected) {
    run.same(of("the output"), expected, visit.output() == null ? null : visit.output().node());
    return this;
  }

  /// Its service or function was given this, the first time.
  public VisitAssert wasGiven(Object expected) {
    hasBeenAttempted();
    run.same(of("the parameters"), expected, visit.attempts().getFirst().parameters().node());
    return this;
  }

  /// Its function, invoked by `lambda:invoke`, was given this payload, the first time.
  public VisitAssert wasGivenPayload(Object expected) {
    hasBeenAttempted();
    run.same(
        of("the payload"),
        expected,
        visit.attempts().getFirst().parameters().node().get("Payload"));
    return this;
  }

  private void hasBeenAttempted() {
    run.claim(!visit.attempts().isEmpty(), of("an attempt"), null);
  }

  /// It set this variable to this value.
  public VisitAssert assigned(String variable, Object expected) {
    String text = visit.assigned().get(variable);
    run.same(of("the variable $" + variable), expected, text == null ? null : Texts.node(text));
    return this;
  }

  /// Its task was attempted so many times in all.
  public VisitAssert hasAttempts(int count) {
    int found = visit.attempts().size();
    run.claim(found == count, count + of(" attempts"), found);
    return this;
  }

  /// The errors of its failed attempts, all of them, in order.
  public VisitAssert hadErrors(String... errors) {
    List<@Nullable String> found = new ArrayList<>();
    for (Attempt attempt : visit.attempts()) {
      Problem problem = attempt.problem();
      if (problem != null) {
        found.add(problem.error());
      }
    }
    run.claim(
        found.equals(Arrays.asList(errors)), of("the errors " + Arrays.asList(errors)), found);
    return this;
  }

  /// How long it waited before each of its retries.
  public VisitAssert waitedBetweenAttempts(Duration... waits) {
    List<Duration> found = new ArrayList<>();
    for (int i = 1; i < visit.attempts().size(); i++) {
      Long ended = visit.attempts().get(i - 1).endedMillis();
      long begun = visit.attempts().get(i).scheduledMillis();
      found.add(Duration.ofMillis(begun - (ended == null ? begun : ended)));
    }
    run.claim(found.equals(Arrays.asList(waits)), of("the waits " + Arrays.asList(waits)), found);
    return this;
  }

  /// Its work failed, and a Catch took it on from there.
  public VisitAssert wasCaught() {
    run.claim(visit.isCaught(), of("a caught failure"), visit.ending());
    return this;
  }

  /// A sibling failed before it was over.
  public VisitAssert wasAborted() {
    run.claim(visit.ending() == Ending.ABORTED, of("an abort"), visit.ending());
    return this;
  }

  /// It took exactly so long, with all its attempts, in virtual time.
  public VisitAssert took(Duration expected) {
    Long exited = visit.exitedMillis();
    Duration found = exited == null ? null : Duration.ofMillis(exited - visit.enteredMillis());
    run.claim(expected.equals(found), of("a duration of " + expected), found);
    return this;
  }

  private String of(String what) {
    return what + " of '" + visit.state() + "'";
  }
}
