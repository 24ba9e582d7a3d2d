package io.millrace.local.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a handler may ask about its invocation.
///
/// @param config the function
/// @param requestId the caller's request id
/// @param invokedArn the ARN by which it was called, qualifier included when the caller gave one
/// @param logStream made up once for each execution environment, as on AWS
/// @param logger goes to this program's log
/// @param deadlineNanos `System.nanoTime()` at which it will be timed out
record InvocationContext(
    FunctionConfig config,
    String requestId,
    String invokedArn,
    String logStream,
    LambdaLogger logger,
    long deadlineNanos)
    implements Context {

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + config.name();
  }

  @Override
  public String getLogStreamName() {
    return logStream;
  }

  @Override
  public String getFunctionName() {
    return config.name();
  }

  @Override
  public String getFunctionVersion() {
    return FunctionName.LATEST;
  }

  @Override
  public String getInvokedFunctionArn() {
    return invokedArn;
  }

  /// Nobody calls with a Cognito identity here; AWS answers null then, too.
  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  /// Nobody calls from a mobile application here; AWS answers null then, too.
  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
  }

  @Override
  public int getMemoryLimitInMB() {
    return config.memorySizeMb();
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }
}
