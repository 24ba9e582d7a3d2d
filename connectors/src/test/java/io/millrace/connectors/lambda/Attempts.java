package io.millrace.connectors.lambda;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.engine.task.TaskAttempt;
import java.util.UUID;

/// Attempts for tests.
final class Attempts {
  static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:narrate";

  private static final UUID EXECUTION = new UUID(7, 8);

  private Attempts() {}

  /// An attempt of a task that names the function directly.
  static TaskAttempt direct(String input) {
    return attempt(new Resource.LambdaFunction(FUNCTION), input);
  }

  /// An attempt of `lambda:invoke`.
  static TaskAttempt invoke(String parameters) {
    return invoke(parameters, Resource.Pattern.REQUEST_RESPONSE);
  }

  static TaskAttempt invoke(String parameters, Resource.Pattern pattern) {
    return attempt(integration(pattern), parameters);
  }

  static Resource.ServiceIntegration integration(Resource.Pattern pattern) {
    return new Resource.ServiceIntegration(
        "arn:aws:states:::lambda:invoke" + pattern.suffix(), "lambda", "invoke", pattern);
  }

  private static TaskAttempt attempt(Resource resource, String parameters) {
    return new TaskAttempt(
        EXECUTION,
        "arn:aws:states:us-east-1:000000000000:execution:book:one",
        3,
        "Narrate",
        resource,
        Payload.ofText(parameters),
        Long.MAX_VALUE,
        null,
        null,
        null,
        null);
  }
}
