package io.millrace.cli.run;

import io.millrace.cli.wiring.Gate;
import io.millrace.cli.wiring.Installation;
import io.millrace.cli.wiring.InstallationOptions;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;
import java.util.function.Consumer;

/// An installation with its data folder: the execution survives this command.
final class DurableEngine implements RunEngine {
  private final Installation installation;

  DurableEngine(InstallationOptions options, Gate.Stop stop, Consumer<String> onHalted) {
    installation = Installation.start(options, stop, onHalted);
  }

  @Override
  public StateMachines machines() {
    return installation.machines();
  }

  @Override
  public Executions executions() {
    return installation.executions();
  }

  @Override
  public void letTasksRunOf(String executionArn) {
    installation.letTasksRunOf(
        installation.executions().describe(executionArn).summary().header().id());
  }

  @Override
  public void skipWaits() {
    // A journal that outlives this process keeps the world's time.
  }

  @Override
  public boolean isStuck() {
    return false;
  }

  @Override
  public void close() {
    installation.close();
  }
}
