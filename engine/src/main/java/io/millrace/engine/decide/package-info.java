/// Decisions: from an execution and a command to events and effects, deterministically.
///
/// Time is an argument, randomness is seeded by the execution, and nothing here performs an effect.
/// Read [io.millrace.engine.decide.Decider] first.
@NullMarked
package io.millrace.engine.decide;

import org.jspecify.annotations.NullMarked;
