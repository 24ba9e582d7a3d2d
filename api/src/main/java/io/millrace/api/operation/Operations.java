package io.millrace.api.operation;

import io.millrace.api.protocol.Operation;
import io.millrace.runtime.activity.Activities;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.machine.StateMachines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All operations there are. The others of the API's 37 answer `UnknownOperationException`.
public final class Operations {
  private static final String TARGET_PREFIX = "AWSStepFunctions.";

  private Operations() {}

  /// The operations by the value of `X-Amz-Target`.
  public static Map<String, Operation> byTarget(
      Executions executions, StateMachines machines, Activities activities) {
    Map<String, Operation> byTarget = new HashMap<>();
    for (Operation operation : all(executions, machines, activities)) {
      byTarget.put(TARGET_PREFIX + operation.name(), operation);
    }
    return byTarget;
  }

  private static List<Operation> all(
      Executions executions, StateMachines machines, Activities activities) {
    return List.of(
        new CreateStateMachine(machines),
        new UpdateStateMachine(machines),
        new DeleteStateMachine(machines),
        new ValidateStateMachineDefinition(),
        new DescribeStateMachine(machines),
        new DescribeStateMachineForExecution(executions, machines),
        new ListStateMachines(machines),
        new PublishStateMachineVersion(machines),
        new DeleteStateMachineVersion(machines),
        new ListStateMachineVersions(machines),
        new CreateStateMachineAlias(machines),
        new UpdateStateMachineAlias(machines),
        new DescribeStateMachineAlias(machines),
        new DeleteStateMachineAlias(machines),
        new ListStateMachineAliases(machines),
        new TagResource(machines),
        new UntagResource(machines),
        new ListTagsForResource(machines),
        new StartExecution(executions),
        new StartSyncExecution(executions),
        new StopExecution(executions),
        new RedriveExecution(executions),
        new DescribeExecution(executions),
        new ListExecutions(executions),
        new GetExecutionHistory(executions),
        new DescribeMapRun(executions),
        new ListMapRuns(executions),
        new UpdateMapRun(executions),
        new CreateActivity(activities),
        new DescribeActivity(activities),
        new DeleteActivity(activities),
        new ListActivities(activities),
        new GetActivityTask(activities),
        new SendTaskSuccess(executions),
        new SendTaskFailure(executions),
        new SendTaskHeartbeat(executions));
  }
}
