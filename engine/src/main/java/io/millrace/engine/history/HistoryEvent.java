package io.millrace.engine.history;

/// One event of an execution's history.
///
/// @param id 1, 2, 3, … within the execution
/// @param previousEventId the event this one follows in its branch; the first two events have 0
///   (recorded: conformance case base/test_state_pass_result)
/// @param timestampMillis milliseconds since the epoch
public record HistoryEvent(
    long id, long previousEventId, long timestampMillis, EventType type, EventDetails details) {}
