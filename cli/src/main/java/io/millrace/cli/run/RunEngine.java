package io.millrace.cli.run;

import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;

/// An engine that one command runs an execution on. Closing leaves what still runs as it is.
interface RunEngine extends AutoCloseable {
  StateMachines machines();

  Executions executions();

  /// Has tasks of this execution carried out from now on.
  void letTasksRunOf(String executionArn);

  /// Goes to the next moment at which something happens, when nothing can happen before; does
  /// nothing where time is not skipped.
  void skipWaits();

  /// Whether the execution waits for nothing but somebody who reports on a task token, for ever.
  boolean isStuck();

  @Override
  void close();
}
