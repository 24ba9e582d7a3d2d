package io.millrace.cli.wiring;

import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.local.lambda.Invocation;
import io.millrace.local.lambda.InvokeRequest;
import io.millrace.local.lambda.InvokeRequest.InvocationType;
import io.millrace.local.lambda.LambdaHost;
import io.millrace.local.lambda.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Calls the functions of a [LambdaHost] in this process, and those it does not have elsewhere.
/// Thread-safe.
///
/// @param elsewhere asked for functions the host does not know
public record LocalFunctions(LambdaHost host, FunctionInvoker elsewhere)
    implements FunctionInvoker {

  @Override
  public FunctionAnswer invoke(FunctionCall call)
      throws FunctionCallException, InterruptedException {
    return switch (host.invoke(request(call))) {
      case Invocation.Answered answer -> answer(call, answer);
      case Invocation.Refused refused when refused.statusCode() == 404 -> elsewhere.invoke(call);
      case Invocation.Refused refused -> throw refusal(call, refused);
    };
  }

  /// An invoker of no functions at all.
  public static FunctionInvoker none() {
    return call -> {
      throw FunctionCallException.refused(
          "ResourceNotFoundException",
          "ResourceNotFoundException",
          "Function not found: " + call.functionName(),
          404,
          call.idempotencyKey());
    };
  }

  /// The handler sees the attempt's idempotency key as its request id: the same when the attempt is
  /// dispatched again after a crash.
  private static InvokeRequest request(FunctionCall call) {
    return new InvokeRequest(
        call.functionName(),
        Optional.ofNullable(call.qualifier()),
        call.payload() == null ? Payload.EMPTY : Payload.ofJson(call.payload()),
        switch (call.type()) {
          case REQUEST_RESPONSE -> InvocationType.REQUEST_RESPONSE;
          case EVENT -> InvocationType.EVENT;
          case DRY_RUN -> InvocationType.DRY_RUN;
        },
        call.idempotencyKey());
  }

  private static FunctionAnswer answer(FunctionCall call, Invocation.Answered answer) {
    String logTail =
        call.logTail()
            ? Base64.getEncoder().encodeToString(answer.logTail().getBytes(StandardCharsets.UTF_8))
            : null;
    return FunctionAnswer.inProcess(
        answer.statusCode(),
        answer.executedVersion(),
        answer.functionError().orElse(null),
        answer.payload().text(),
        logTail,
        call.idempotencyKey());
  }

  private static FunctionCallException refusal(FunctionCall call, Invocation.Refused refused) {
    return FunctionCallException.refused(
        refused.errorCode(),
        refused.errorCode(),
        refused.message(),
        refused.statusCode(),
        call.idempotencyKey());
  }
}
