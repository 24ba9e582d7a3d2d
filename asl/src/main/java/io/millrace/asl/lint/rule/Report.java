package io.millrace.asl.lint.rule;

import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Finding.Reason;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.lint.machine.StateNode;
import io.millrace.asl.lint.shape.Cause;
import io.millrace.asl.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects findings; where they stand in the text is found out at the end, for all together. Used
/// by one thread.
public final class Report {
  private final List<Draft> drafts = new ArrayList<>();

  /// A finding that may be told more about.
  public static final class Draft {
    private final Severity severity;
    private final String rule;
    private final String pointer;
    private final @Nullable String state;
    private final String message;
    private final List<Cause> causes = new ArrayList<>();
    private @Nullable String hint;

    private Draft(
        Severity severity, String rule, String pointer, @Nullable String state, String message) {
      this.severity = severity;
      this.rule = rule;
      this.pointer = pointer;
      this.state = state;
      this.message = message;
    }

    Draft because(List<Cause> more) {
      causes.addAll(more);
      return this;
    }

    Draft because(String at, String text) {
      causes.add(new Cause(at, text));
      return this;
    }

    Draft hint(@Nullable String whatToDo) {
      hint = whatToDo;
      return this;
    }
  }

  Draft error(String rule, StateNode state, String pointer, String message) {
    return add(Severity.ERROR, rule, state, pointer, message);
  }

  Draft warning(String rule, StateNode state, String pointer, String message) {
    return add(Severity.WARNING, rule, state, pointer, message);
  }

  Draft note(String rule, StateNode state, String pointer, String message) {
    return add(Severity.NOTE, rule, state, pointer, message);
  }

  Draft add(
      Severity severity, String rule, @Nullable StateNode state, String pointer, String message) {
    Draft draft = new Draft(severity, rule, pointer, state == null ? null : state.name(), message);
    drafts.add(draft);
    return draft;
  }

  /// All places that are mentioned.
  public Set<String> pointers() {
    Set<String> pointers = new HashSet<>();
    for (Draft draft : drafts) {
      pointers.add(draft.pointer);
      draft.causes.forEach(cause -> pointers.add(cause.pointer()));
    }
    return pointers;
  }

  /// The findings in the order of the text, worse ones first at the same place.
  public List<Finding> findings(Map<String, Span> places) {
    List<Finding> findings = new ArrayList<>();
    for (Draft draft : drafts) {
      List<Reason> reasons = new ArrayList<>();
      for (Cause cause : draft.causes) {
        Span span = cause.pointer().isEmpty() ? null : places.get(cause.pointer());
        reasons.add(new Reason(span, cause.text()));
      }
      Span span = places.getOrDefault(draft.pointer, new Span(draft.pointer, 1, 1));
      findings.add(
          new Finding(
              draft.severity, draft.rule, span, draft.state, draft.message, reasons, draft.hint));
    }
    findings.sort(
        Comparator.comparingInt((Finding f) -> f.span().line())
            .thenComparingInt(f -> f.span().column())
            .thenComparing(Finding::severity)
            .thenComparing(Finding::rule));
    return findings;
  }
}
