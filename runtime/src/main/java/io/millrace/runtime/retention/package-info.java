/// How long executions are kept once they have ended.
///
/// It decides when and how much at a time, and knows no SQL: the module postgres implements
/// [io.millrace.runtime.retention.EndedExecutions]. Read
/// [io.millrace.runtime.retention.ExecutionRetention] first.
@NullMarked
package io.millrace.runtime.retention;

import org.jspecify.annotations.NullMarked;
