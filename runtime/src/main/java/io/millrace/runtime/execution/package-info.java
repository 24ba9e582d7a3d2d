/// What callers can ask of executions: start, stop, look, report on tasks.
///
/// It knows no protocol: the module api maps AWS's operations onto it. Read
/// [io.millrace.runtime.execution.Executions] first.
@NullMarked
package io.millrace.runtime.execution;

import org.jspecify.annotations.NullMarked;
