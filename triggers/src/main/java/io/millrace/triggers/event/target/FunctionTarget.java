package io.millrace.triggers.event.target;

import io.millrace.connectors.lambda.FunctionAnswer;
import io.millrace.connectors.lambda.FunctionCall;
import io.millrace.connectors.lambda.FunctionCallException;
import io.millrace.connectors.lambda.FunctionInvoker;
import io.millrace.triggers.event.EventTarget;
import io.millrace.triggers.event.StatusChangeEvent;

/// A Lambda function. EventBridge calls it asynchronously and lets Lambda repeat it; here its
/// answer is waited for, and a function that fails is called again: an event in the memory of a
/// process that is killed would be lost.
///
/// @param arn of the function
public record FunctionTarget(FunctionInvoker functions, String arn) implements EventTarget {
  private static final int MESSAGE_CHARACTERS_MAX = 500;

  @Override
  public void take(StatusChangeEvent event, String payload)
      throws NotTakenException, InterruptedException {
    try {
      FunctionAnswer answer =
          functions.invoke(
              new FunctionCall(
                  arn,
                  null,
                  payload,
                  FunctionCall.Type.REQUEST_RESPONSE,
                  null,
                  false,
                  event.deduplicationId()));
      if (answer.functionError() != null) {
        String said = answer.payload();
        throw new NotTakenException(
            "the function failed: "
                + said.substring(0, Math.min(said.length(), MESSAGE_CHARACTERS_MAX)));
      }
    } catch (FunctionCallException e) {
      throw new NotTakenException(e.errorName() + ": " + e.getMessage());
    }
  }
}
