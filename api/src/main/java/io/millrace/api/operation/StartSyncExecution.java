package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;

/// StartSyncExecution, as far as it refuses: only EXPRESS machines can be started so, and none of
/// them can be started here yet.
final class StartSyncExecution implements Operation {
  private final StateMachines machines;

  StartSyncExecution(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "StartSyncExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    request.optionalText("name", TextRule.NAME);
    request.optionalText("input", TextRule.DATA);
    request.optionalText("traceHeader", TextRule.TRACE_HEADER);
    IncludedData.isAll(request);
    request.check();

    StateMachine machine = machines.startable(stateMachineArn);

    // Recorded for STANDARD machines: api/test_start_sync_execution.
    throw new RefusedException(
        new Refusal.StateMachineTypeNotSupported(
            machine.type() == StateMachine.Type.STANDARD
                ? "This operation is not supported by this type of state machine"
                : "Executions of EXPRESS state machines are not available yet"));
  }
}
