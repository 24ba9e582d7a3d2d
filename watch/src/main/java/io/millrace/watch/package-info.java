/// Watching a running engine: metrics, alarms, and where they are read.
///
/// It hears what the runtime tells, asks queues, and changes nothing; executions neither wait for
/// it nor fail with it. Read [io.millrace.watch.Monitor] first.
@NullMarked
package io.millrace.watch;

import org.jspecify.annotations.NullMarked;
