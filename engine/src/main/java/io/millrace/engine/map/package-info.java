/// Map Runs: what a distributed Map asks for, and what a store keeps of it.
///
/// A Map Run's children are executions of their own, and their rows are the truth for its counts
/// and results; nothing here runs them. Read [io.millrace.engine.map.MapRunPlan] first.
@NullMarked
package io.millrace.engine.map;

import org.jspecify.annotations.NullMarked;
