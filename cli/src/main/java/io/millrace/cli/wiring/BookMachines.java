package io.millrace.cli.wiring;

import io.millrace.pipelines.book.Definitions;
import io.millrace.pipelines.book.handler.BookFunction;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.machine.MachineChanges;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.util.Map;

/// The book pipeline's state machines, as this version defines them.
public final class BookMachines {
  /// Nothing checks it here; a definition that goes to AWS gets a real one there.
  private static final String ROLE_ARN = "arn:aws:iam::000000000000:role/millrace";

  private BookMachines() {}

  /// Creates or updates both. Executions that run keep the definition they started with.
  public static void registerAll(StateMachines machines) {
    register(machines, Definitions.BOOK);
    register(machines, Definitions.BLUEPRINT);
  }

  /// Creates or updates the machine of this name.
  public static StateMachine register(StateMachines machines, String name) {
    String definition =
        Definitions.load(name, BookFunction.substitutions(Installation::functionArn));
    var settings = new MachineSettings(definition, ROLE_ARN, null, null, null);
    try {
      return machines.create(name, StateMachine.Type.STANDARD, settings, Map.of());
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.StateMachineAlreadyExists(String arn)) {
        return machines.update(arn, new MachineChanges(definition, ROLE_ARN, null, null, null));
      }
      throw e;
    }
  }
}
