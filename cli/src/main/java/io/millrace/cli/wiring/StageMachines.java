package io.millrace.cli.wiring;

import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainMachine;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.machine.MachineChanges;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.util.List;
import java.util.Map;

/// The state machines of chains, as the generator makes them.
public final class StageMachines {
  /// Nothing checks it here; a definition that goes to AWS gets a real one there.
  static final String ROLE_ARN = "arn:aws:iam::000000000000:role/millrace";

  private StageMachines() {}

  /// Creates or updates the machine of every chain. Executions that run keep the definition they
  /// started with.
  public static void registerAll(StateMachines machines, List<Chain> chains) {
    chains.forEach(chain -> register(machines, chain));
  }

  private static void register(StateMachines machines, Chain chain) {
    var type =
        switch (chain.type()) {
          case EXPRESS -> StateMachine.Type.EXPRESS;
          case STANDARD -> StateMachine.Type.STANDARD;
        };
    var definition = ChainMachine.definition(chain);
    try {
      machines.create(
          chain.name(),
          type,
          new MachineSettings(definition, ROLE_ARN, null, null, null),
          Map.of());
    } catch (RefusedException e) {
      if (!(e.refusal() instanceof Refusal.StateMachineAlreadyExists(String arn))) {
        throw e;
      }
      if (machines.describe(arn).type() != type) {
        throw new IllegalStateException(
            "The state machine "
                + arn
                + " is there already and not "
                + type
                + ", as the chain "
                + chain.name()
                + " wants it. Rename the chain, or delete the machine.");
      }
      machines.update(arn, new MachineChanges(definition, ROLE_ARN, null, null, null));
    }
  }
}
