package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.execution.ExecutionHeader;
import io.millrace.engine.map.MapRunIds;
import io.millrace.runtime.RefusedException;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.MachineRevision;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;

/// DescribeStateMachineForExecution: the revision that the execution keeps, whatever became of its
/// state machine.
final class DescribeStateMachineForExecution implements Operation {
  private final Executions executions;
  private final StateMachines machines;

  DescribeStateMachineForExecution(Executions executions, StateMachines machines) {
    this.executions = executions;
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DescribeStateMachineForExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String executionArn = request.text("executionArn", TextRule.ARN);
    boolean isDefinitionWanted = IncludedData.isAll(request);
    request.check();

    ExecutionHeader execution = executions.describe(executionArn).summary().header();
    MachineRevision revision = machines.revision(execution.machineRevision());

    answer.writeStringField("stateMachineArn", execution.stateMachineArn());
    answer.writeStringField("name", execution.stateMachineName());
    Timestamps.write(answer, "updateDate", revision.createdMillis());
    if (execution.child() != null) {
      answer.writeStringField("mapRunArn", MapRunIds.arn(execution));
      answer.writeStringField("label", MapRunIds.label(execution));
    }
    if (!isFirst(revision)) {
      answer.writeStringField("revisionId", revision.revision().toString());
    }
    SettingsJson.write(revision.settings(), isDefinitionWanted, answer);
    if (isDefinitionWanted) {
      SettingsJson.writeReferences(machines.definitionOf(revision.revision()), answer);
    }
  }

  /// AWS gives the revision that CreateStateMachine made no id.
  private boolean isFirst(MachineRevision revision) {
    try {
      return machines.describe(revision.stateMachineArn()).createdMillis()
          == revision.createdMillis();
    } catch (RefusedException _) {
      return false; // Deleted since: nobody can tell any more.
    }
  }
}
