/// What the engine asks of the world outside: one attempt of a task, and how it may end.
///
/// It knows no protocol: connectors implement it. Read [io.millrace.engine.task.Connector] first.
@NullMarked
package io.millrace.engine.task;

import org.jspecify.annotations.NullMarked;
