/// What a field of a definition yields at run time: constants, JSONPath, intrinsic functions,
/// payload templates, JSONata.
///
/// Expressions are compiled once, while parsing, and evaluated against a
/// [io.millrace.asl.expression.Scope]; they never see the engine. Read
/// [io.millrace.asl.expression.Expression] first.
@NullMarked
package io.millrace.asl.expression;

import org.jspecify.annotations.NullMarked;
