package io.millrace.local.sns;

import java.io.IOException;

/// Invokes a Lambda function asynchronously. Called by many threads.
@FunctionalInterface
public interface FunctionInvoker {

  /// Returns once the function has the event for good; SNS then forgets it.
  ///
  /// @param functionArn the subscription's endpoint
  /// @param event JSON, `{"Records":[…]}`
  /// @throws IOException when it should be tried again
  void invoke(String functionArn, String event) throws IOException;
}
