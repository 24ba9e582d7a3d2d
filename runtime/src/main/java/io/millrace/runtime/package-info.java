/// The only loops: shards that decide, one committer, timers, task dispatch.
///
/// It turns the engine's decisions into durable writes and effects, in that order, and knows
/// neither SQL nor HTTP. Callers use [io.millrace.runtime.execution.Executions] and
/// [io.millrace.runtime.machine.StateMachines]; read those two first.
@NullMarked
package io.millrace.runtime;

import org.jspecify.annotations.NullMarked;
