/// The Amazon States Language: a typed model with source spans, its parser, diagnostics and
/// expressions.
///
/// Everything here is pure: no clock, no thread, no socket, no SQL. Start reading at
/// [io.millrace.asl.Asl], which turns a text into a [io.millrace.asl.model.StateMachineDefinition]
/// or into diagnostics.
@NullMarked
package io.millrace.asl;

import org.jspecify.annotations.NullMarked;
