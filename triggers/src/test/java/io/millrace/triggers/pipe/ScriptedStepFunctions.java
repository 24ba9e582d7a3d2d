package io.millrace.triggers.pipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;

/// Step Functions behind AWS's own interface: remembers what it was asked, and answers what a test
/// says. Names of Standard executions are taken once used, as on AWS.
final class ScriptedStepFunctions implements SfnClient {
  /// A request of either kind.
  record Started(String name, String input) {}

  private final List<Started> started = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private final AtomicInteger running = new AtomicInteger();
  private int runningMost;
  private int refusals;
  private @Nullable SfnException refusal;
  private Function<Started, StartSyncExecutionResponse> sync = _ -> succeeded("{}");

  /// The next so many calls are refused with this code.
  synchronized void refuse(int count, String code, int status) {
    refusals = count;
    SfnException.Builder builder =
        code.equals("StateMachineDoesNotExist")
            ? StateMachineDoesNotExistException.builder()
            : SfnException.builder();
    refusal =
        (SfnException)
            builder
                .statusCode(status)
                .awsErrorDetails(
                    AwsErrorDetails.builder().errorCode(code).errorMessage("said " + code).build())
                .message("said " + code)
                .build();
  }

  synchronized void answers(Function<Started, StartSyncExecutionResponse> answer) {
    sync = answer;
  }

  synchronized void fail(String name) {
    failed.add(name);
  }

  synchronized List<Started> started() {
    return List.copyOf(started);
  }

  synchronized int runningMost() {
    return runningMost;
  }

  synchronized void await(int calls) throws InterruptedException {
    while (started.size() < calls) wait();
  }

  static StartSyncExecutionResponse succeeded(String output) {
    return StartSyncExecutionResponse.builder()
        .status(SyncExecutionStatus.SUCCEEDED)
        .output(output)
        .build();
  }

  static StartSyncExecutionResponse failed(String error) {
    return StartSyncExecutionResponse.builder()
        .status(SyncExecutionStatus.FAILED)
        .error(error)
        .cause("as the test says")
        .build();
  }

  @Override
  public synchronized StartExecutionResponse startExecution(StartExecutionRequest request) {
    refuseIfAsked();
    if (started.stream().anyMatch(known -> known.name().equals(request.name()))) {
      throw ExecutionAlreadyExistsException.builder()
          .statusCode(400)
          .message("Execution Already Exists")
          .build();
    }
    remember(request.name(), request.input());
    return StartExecutionResponse.builder().build();
  }

  @Override
  public StartSyncExecutionResponse startSyncExecution(StartSyncExecutionRequest request) {
    Function<Started, StartSyncExecutionResponse> answer;
    Started call;
    synchronized (this) {
      refuseIfAsked();
      runningMost = Math.max(runningMost, running.incrementAndGet());
      call = remember(request.name(), request.input());
      answer = sync;
    }
    try {
      return answer.apply(call);
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public synchronized DescribeExecutionResponse describeExecution(
      DescribeExecutionRequest request) {
    String arn = request.executionArn();
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    return DescribeExecutionResponse.builder()
        .status(failed.contains(name) ? ExecutionStatus.FAILED : ExecutionStatus.RUNNING)
        .input(
            started.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .map(Started::input)
                .orElse(null))
        .build();
  }

  private Started remember(String name, String input) {
    Started call = new Started(name, input);
    started.add(call);
    notifyAll();
    return call;
  }

  private void refuseIfAsked() {
    if (refusals > 0 && refusal != null) {
      refusals--;
      notifyAll();
      throw refusal;
    }
  }

  @Override
  public String serviceName() {
    return "states";
  }

  @Override
  public void close() {}
}
