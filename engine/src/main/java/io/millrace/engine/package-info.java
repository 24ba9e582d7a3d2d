/// Executions as pure functions: a history of AWS's own events, the execution as its fold, and
/// decisions.
///
/// `decide(execution, command, now)` returns events and effects; nothing here sees a clock, a
/// thread, a socket or SQL. What the engine needs from outside it declares
/// ([io.millrace.engine.journal.Journal], [io.millrace.engine.task.Connector]). Start reading at
/// [io.millrace.engine.decide.Decider].
@NullMarked
package io.millrace.engine;

import org.jspecify.annotations.NullMarked;
