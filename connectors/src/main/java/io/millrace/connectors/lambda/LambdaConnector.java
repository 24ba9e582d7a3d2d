package io.millrace.connectors.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Tasks whose resource is a function (`arn:aws:lambda:…:function:…`: input and output as they are)
/// or `lambda:invoke`, with or without `.waitForTaskToken` (wrapped, see [InvokeEnvelope]).
public final class LambdaConnector implements Connector {
  private final FunctionInvoker functions;
  private final int payloadBytesMax;

  /// A connector to the functions that this invoker reaches.
  ///
  /// @param payloadBytesMax a response larger than this fails the task with
  ///   `States.DataLimitExceeded` (AWS: 262,144)
  public LambdaConnector(FunctionInvoker functions, int payloadBytesMax) {
    this.functions = functions;
    this.payloadBytesMax = payloadBytesMax;
  }

  @Override
  public boolean handles(Resource resource) {
    return switch (resource) {
      case Resource.LambdaFunction _ -> true;
      case Resource.Activity _ -> false;
      case Resource.ServiceIntegration integration ->
          integration.service().equals("lambda")
              && integration.action().equals("invoke")
              && switch (integration.pattern()) {
                case REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN -> true;
                case SYNC, SYNC_2 -> false;
              };
    };
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    if (attempt.submitted()) {
      // Handed over before a crash: only the token's holder has news now.
      return new TaskOutcome.Submitted(Objects.requireNonNull(attempt.submission()));
    }
    try {
      return switch (attempt.resource()) {
        case Resource.LambdaFunction function -> callDirectly(function, attempt);
        case Resource.ServiceIntegration integration -> invoke(integration, attempt);
        case Resource.Activity activity ->
            throw new IllegalStateException("not a function: " + activity.arn());
      };
    } catch (FunctionCallException e) {
      return new TaskOutcome.Failed(e.errorName(), e.getMessage());
    }
  }

  private TaskOutcome callDirectly(Resource.LambdaFunction function, TaskAttempt attempt)
      throws FunctionCallException, InterruptedException {
    FunctionAnswer answer =
        functions.invoke(
            new FunctionCall(
                function.arn(),
                null,
                attempt.parameters().text(),
                FunctionCall.Type.REQUEST_RESPONSE,
                null,
                false,
                attempt.idempotencyKey()));
    if (answer.functionError() != null) {
      return FunctionFailure.ofDirectCall(answer.payload());
    }
    if (isTooLarge(answer)) {
      return tooLarge(function.arn());
    }
    try {
      return new TaskOutcome.Succeeded(Payload.parse(answer.payload()));
    } catch (JsonProcessingException e) {
      return new TaskOutcome.Failed(
          "Lambda.Unknown",
          "The response of the function '"
              + function.arn()
              + "' is not JSON: "
              + e.getOriginalMessage());
    }
  }

  private TaskOutcome invoke(Resource.ServiceIntegration integration, TaskAttempt attempt)
      throws FunctionCallException, InterruptedException {
    return switch (InvokeParameters.read(attempt)) {
      case InvokeParameters.Invalid(TaskOutcome.Failed failure) -> failure;
      case InvokeParameters.Valid(FunctionCall call) -> {
        FunctionAnswer answer = functions.invoke(call);
        if (answer.functionError() != null) {
          yield FunctionFailure.ofInvoke(answer.payload());
        }
        if (isTooLarge(answer)) {
          yield tooLarge(integration.service());
        }
        Payload output = Payload.ofNode(InvokeEnvelope.of(answer));
        yield integration.pattern() == Pattern.WAIT_FOR_TASK_TOKEN
            ? new TaskOutcome.Submitted(output)
            : new TaskOutcome.Succeeded(output);
      }
    };
  }

  private boolean isTooLarge(FunctionAnswer answer) {
    // A character is at most three bytes for each UTF-16 unit: only long texts are measured.
    String text = answer.payload();
    return text.length() > payloadBytesMax
        || (text.length() > payloadBytesMax / 3
            && text.getBytes(StandardCharsets.UTF_8).length > payloadBytesMax);
  }

  /// Recorded: error_handling/test_task_lambda_data_limit_exceeded_on_large_utf8_response.
  private static TaskOutcome tooLarge(String task) {
    return new TaskOutcome.Failed(
        "States.DataLimitExceeded",
        "The state/task '"
            + task
            + "' returned a result with a size exceeding the maximum number of bytes service"
            + " limit.");
  }
}
