package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.flow.Read;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.lint.shape.DataPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads of one state that may find nothing for the same reasons: they are one finding.
record ReadGroup(StateNode state, List<Read> reads) {
  private record Key(StateNode state, Read.Effect effect, List<Cause> causes) {}

  /// The groups of those reads, in the order of the text.
  static List<ReadGroup> of(List<Read> reads, Predicate<Read> wanted) {
    Map<Key, List<Read>> groups = new LinkedHashMap<>();
    for (Read read : reads) {
      if (wanted.test(read)) {
        Key key = new Key(read.state(), read.effect(), read.causes());
        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(read);
      }
    }
    List<ReadGroup> all = new ArrayList<>();
    groups.forEach((key, members) -> all.add(new ReadGroup(key.state, List.copyOf(members))));
    return all;
  }

  Read first() {
    return reads.getFirst();
  }

  String pointer() {
    return first().pointer();
  }

  List<Cause> causes() {
    return first().causes();
  }

  /// The paths, each once.
  String paths() {
    return Words.quoted(reads.stream().map(Read::text).distinct().toList());
  }

  boolean isOne() {
    return reads.stream().map(Read::text).distinct().count() == 1;
  }

  /// What to change where the data were lost first.
  @Nullable String fix() {
    for (Cause cause : causes()) {
      boolean useless = first().origin().isLack() && isKeeping(cause.fix());
      if (cause.fix() != null && !useless) {
        return causes().getLast().equals(cause)
            ? cause.fix()
            : cause.fix() + " The states named after it lose it again.";
      }
    }
    return null;
  }

  /// Whether the advice is to keep what was there; it is none where nothing was.
  private static boolean isKeeping(@Nullable String fix) {
    return fix != null && fix.startsWith("Set ResultPath");
  }

  /// Whether the read fails the state, and nothing of the state's own sees that.
  boolean isFatal() {
    Read read = first();
    if (read.effect() == Read.Effect.OMITTED || toleratesFailures()) {
      return false;
    }
    return read.effect() == Read.Effect.FAILS || !seesQueryFailure();
  }

  /// The error at run time.
  String error() {
    return first().effect() == Read.Effect.FAILS ? "States.Runtime" : "States.QueryEvaluationError";
  }

  private boolean seesQueryFailure() {
    String error = "States.QueryEvaluationError";
    if (state.catches(error)) {
      return true;
    }
    for (StateNode at = state.graph().owner(); at != null; at = at.graph().owner()) {
      if (at.catches(error)) {
        return true;
      }
    }
    return false;
  }

  /// Whether an item of a distributed Map around may fail without failing the Map.
  private boolean toleratesFailures() {
    for (StateNode at = state.graph().owner(); at != null; at = at.graph().owner()) {
      boolean tolerates =
          at.has("ToleratedFailureCount")
              || at.has("ToleratedFailurePercentage")
              || at.has("ToleratedFailureCountPath")
              || at.has("ToleratedFailurePercentagePath");
      if (tolerates) {
        return true;
      }
    }
    return false;
  }

  static boolean readsVariable(Read read) {
    DataPath path = read.path();
    return path != null
        ? path.root() == DataPath.Root.VARIABLE
        : read.text().startsWith("$")
            && !read.text().startsWith("$states")
            && read.text().length() > 1;
  }

  /// Whether the read stands where a Map selects its items, which sees the Map's own input.
  static boolean isItemSelector(Read read) {
    String pointer = read.pointer();
    String own = read.state().pointer();
    boolean input = read.path() != null && read.path().root() == DataPath.Root.INPUT;
    boolean selects =
        pointer.startsWith(own + "/ItemSelector/") || pointer.startsWith(own + "/Parameters/");
    return read.state().isType("Map") && input && selects;
  }
}
