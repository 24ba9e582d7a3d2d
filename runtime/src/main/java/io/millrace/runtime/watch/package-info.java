/// What the runtime tells those who watch it: news of executions and attempts, after they are
/// durable and without waiting for anybody.
///
/// It knows no metrics and no events of other services; the module watch counts what it hears. Read
/// [io.millrace.runtime.watch.ExecutionListener] first.
@NullMarked
package io.millrace.runtime.watch;

import org.jspecify.annotations.NullMarked;
