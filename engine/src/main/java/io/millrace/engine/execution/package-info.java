/// An execution as the fold of its history: who it is, where each branch stands, what it waits for.
///
/// It applies events and never invents one. Read [io.millrace.engine.execution.ExecutionHeader]
/// first.
@NullMarked
package io.millrace.engine.execution;

import org.jspecify.annotations.NullMarked;
