package io.millrace.connectors.lambda;

/// Calls Lambda functions, wherever they run. Implementations are safe for concurrent use.
public interface FunctionInvoker {
  /// Calls a function and waits for its answer; called on a virtual thread.
  ///
  /// An error of the function itself is an answer with [FunctionAnswer#functionError()].
  ///
  /// @throws FunctionCallException when the function could not be called: it does not exist, is
  ///   throttled, the service cannot be reached
  /// @throws InterruptedException when interrupted; the function may go on running
  FunctionAnswer invoke(FunctionCall call) throws FunctionCallException, InterruptedException;
}
