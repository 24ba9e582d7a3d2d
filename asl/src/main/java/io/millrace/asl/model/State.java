package io.millrace.asl.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state. All fields are as the text says; what may be absent is null, what has a default in
/// AWS's language has it here.
public sealed interface State {
  String name();

  Span span();

  QueryLanguage queryLanguage();

  DataFlow flow();

  /// Hands its input on, changed or not. `result` is a JSONPath state's `Result`.
  record Pass(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      @Nullable JsonNode result,
      Transition then)
      implements State {}

  /// Has work done outside.
  ///
  /// @param timeout seconds, constant, path or JSONata; null for none
  /// @param heartbeat as timeout
  /// @param credentials the payload of `Credentials`, or null
  record Task(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      Resource resource,
      @Nullable Expression timeout,
      @Nullable Expression heartbeat,
      @Nullable Expression credentials,
      List<Retrier> retry,
      List<Catcher> catchers,
      Transition then)
      implements State, Recoverable {}

  /// Goes where the first matching rule says.
  record Choice(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      List<ChoiceRule> choices,
      @Nullable String defaultNext)
      implements State {}

  /// Waits.
  record Wait(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      WaitUntil until,
      Transition then)
      implements State {}

  /// Ends its graph well.
  record Succeed(String name, Span span, QueryLanguage queryLanguage, DataFlow flow)
      implements State {}

  /// Ends with an error. Each field is a constant, a path, an intrinsic function or JSONata.
  record Fail(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      @Nullable Expression error,
      @Nullable Expression cause)
      implements State {}

  /// Runs branches side by side on the same input.
  record Parallel(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      List<StateGraph> branches,
      List<Retrier> retry,
      List<Catcher> catchers,
      Transition then)
      implements State, Recoverable {}

  /// Runs its processor for each item.
  ///
  /// @param items `ItemsPath` or `Items`, or what stands for them when absent: the input, checked
  ///   to be an array; null only where an ItemReader brings the items
  /// @param itemSelector payload template of `ItemSelector` (or of the old `Parameters`), or null
  /// @param maxConcurrency at most so many iterations at once; null or 0 for no limit
  /// @param distributed what only a distributed Map has, or null for an inline one
  record Map(
      String name,
      Span span,
      QueryLanguage queryLanguage,
      DataFlow flow,
      @Nullable Expression items,
      @Nullable Expression itemSelector,
      @Nullable Expression maxConcurrency,
      ProcessorConfig config,
      StateGraph processor,
      @Nullable Distributed distributed,
      @Nullable Expression toleratedFailureCount,
      @Nullable Expression toleratedFailurePercentage,
      List<Retrier> retry,
      List<Catcher> catchers,
      Transition then)
      implements State, Recoverable {}

  /// What only a distributed Map has.
  ///
  /// @param label part of the ARNs of its Map Runs and children; null for one of the engine's
  ///   making
  record Distributed(
      @Nullable String label,
      @Nullable ItemReader reader,
      @Nullable ItemBatcher batcher,
      @Nullable ResultWriter writer) {}

  /// A state with Retry and Catch.
  sealed interface Recoverable permits Task, Parallel, Map {
    List<Retrier> retry();

    List<Catcher> catchers();
  }
}
