/// An execution as a person reads it: states in order, what went in and came out, attempts,
/// branches and iterations, computed from the history alone.
///
/// It decides nothing and needs no definition, so a history recorded on AWS can be shown, too. Read
/// [io.millrace.engine.trace.Trace] first.
@NullMarked
package io.millrace.engine.trace;

import org.jspecify.annotations.NullMarked;
