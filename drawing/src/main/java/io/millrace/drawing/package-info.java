/// Definitions as drawings: where each state stands, how the arrows run, and SVG of it that a
/// person would print.
///
/// It knows the language's graph and nothing of executions, files or HTTP. Read
/// [io.millrace.drawing.Drawing] first.
@NullMarked
package io.millrace.drawing;

import org.jspecify.annotations.NullMarked;
