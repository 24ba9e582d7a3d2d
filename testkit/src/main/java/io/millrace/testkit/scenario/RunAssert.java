package io.millrace.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.trace.Trace;
import io.millrace.engine.trace.Trace.Problem;
import io.millrace.engine.trace.Trace.Visit;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/// What a test claims about a run. A claim that does not hold shows the run as a tree.
public final class RunAssert extends AbstractAssert<RunAssert, Run> {
  private final Trace trace;

  private RunAssert(Run run) {
    super(run, RunAssert.class);
    this.trace = run.trace();
  }

  /// Claims about this run.
  public static RunAssert assertThat(Run run) {
    return new RunAssert(run);
  }

  public RunAssert succeeded() {
    return hasStatus(ExecutionStatus.SUCCEEDED);
  }

  /// It failed, with this error name.
  public RunAssert failedWith(String error) {
    hasStatus(ExecutionStatus.FAILED);
    Problem problem = trace.problem();
    String actualError = problem == null ? null : problem.error();
    return claim(error.equals(actualError), "the error " + error, actualError);
  }

  /// Why it failed contains this text.
  public RunAssert hasCauseContaining(String text) {
    Problem problem = trace.problem();
    String cause = problem == null ? null : problem.cause();
    return claim(
        cause != null && cause.contains(text), "a cause that contains '" + text + "'", cause);
  }

  public RunAssert timedOut() {
    return hasStatus(ExecutionStatus.TIMED_OUT);
  }

  public RunAssert wasStopped() {
    return hasStatus(ExecutionStatus.ABORTED);
  }

  /// It has not ended: something waits for the test, or for ever.
  public RunAssert isRunning() {
    return hasStatus(ExecutionStatus.RUNNING);
  }

  public RunAssert hasStatus(ExecutionStatus status) {
    return claim(trace.status() == status, "the status " + status, trace.status());
  }

  /// Its output is this: JSON text, or anything that Jackson can write as JSON.
  public RunAssert hasOutput(Object expected) {
    return same("the output", expected, trace.output() == null ? null : trace.output().node());
  }

  /// The states of the machine itself (not those inside Map and Parallel) that it went through, all
  /// of them, in order.
  public RunAssert wentThrough(String... states) {
    List<String> path = trace.visits().stream().map(Visit::state).toList();
    return claim(path.equals(Arrays.asList(states)), "the path " + Arrays.asList(states), path);
  }

  /// It visited these states, at any depth, in this order, perhaps with others between them.
  public RunAssert visited(String... states) {
    List<String> path = trace.all().map(Visit::state).toList();
    Iterator<String> wanted = Arrays.asList(states).iterator();
    String next = wanted.hasNext() ? wanted.next() : null;
    for (String state : path) {
      if (state.equals(next)) {
        next = wanted.hasNext() ? wanted.next() : null;
      }
    }
    return claim(next == null, "a path with " + Arrays.asList(states) + " in it", path);
  }

  /// It visited none of these states, at any depth.
  public RunAssert neverVisited(String... states) {
    List<String> seen =
        trace.all().map(Visit::state).filter(Arrays.asList(states)::contains).distinct().toList();
    return claim(seen.isEmpty(), "no visit to " + Arrays.asList(states), seen);
  }

  /// It took exactly so long, in virtual time.
  public RunAssert took(Duration expected) {
    return claim(
        actual.duration().equals(expected), "a duration of " + expected, actual.duration());
  }

  /// It took at most so long, in virtual time.
  public RunAssert tookAtMost(Duration most) {
    return claim(actual.duration().compareTo(most) <= 0, "at most " + most, actual.duration());
  }

  /// The value that was assigned last to a variable of the machine itself.
  public RunAssert hasVariable(String name, Object expected) {
    String text = null;
    for (Visit visit : trace.visits()) {
      text = visit.assigned().getOrDefault(name, text);
    }
    return same("the variable $" + name, expected, text == null ? null : Texts.node(text));
  }

  /// Its history has events of these types, in this order, perhaps with others between them.
  public RunAssert hasEvents(String... types) {
    List<String> all = actual.history().stream().map(event -> event.type().name()).toList();
    int at = 0;
    for (String type : all) {
      if (at < types.length && type.equals(types[at])) {
        at++;
      }
    }
    return claim(at == types.length, "the events " + Arrays.asList(types), all);
  }

  /// Claims about the only visit of a state, at any depth; of several, about the last one.
  public VisitAssert state(String name) {
    List<Visit> visits = visits(name);
    claim(!visits.isEmpty(), "a visit to '" + name + "'", trace.all().map(Visit::state).toList());
    return new VisitAssert(this, visits.getLast());
  }

  /// Claims about one of the visits of a state, from 0, at any depth: of an iteration, say.
  public VisitAssert state(String name, int visit) {
    List<Visit> visits = visits(name);
    claim(
        visit >= 0 && visit < visits.size(),
        "more than " + visit + " visits to '" + name + "'",
        visits.size());
    return new VisitAssert(this, visits.get(visit));
  }

  private List<Visit> visits(String name) {
    return trace.all().filter(visit -> visit.state().equals(name)).toList();
  }

  RunAssert same(String what, Object expected, @Nullable JsonNode found) {
    JsonNode wanted = Texts.node(expected);
    return claim(found != null && Texts.same(wanted, found), what + " " + wanted, found);
  }

  RunAssert claim(boolean holds, String expected, @Nullable Object found) {
    if (!holds) {
      failWithMessage(
          "%s",
          "Expected %s, but found %s.%n%n%s"
              .formatted(expected, Objects.requireNonNullElse(found, "none"), actual.tree()));
    }
    return this;
  }
}
