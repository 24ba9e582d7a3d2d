/// Executions of EXPRESS state machines: the engine's decisions, kept nowhere.
///
/// An execution lives in memory until its end, five minutes at the most; its events are logged
/// where that is wanted, and forgotten. It knows no journal. Read
/// [io.millrace.runtime.express.ExpressExecutions] first, then
/// [io.millrace.runtime.express.ExpressExecution].
@NullMarked
package io.millrace.runtime.express;

import org.jspecify.annotations.NullMarked;
