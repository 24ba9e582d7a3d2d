package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsFailure;
import io.millrace.connectors.aws.ParametersException;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.connectors.aws.UnknownActionException;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;

/// Calls actions of a service for optimized integrations: the answer in its envelope, failures in
/// the first SDK's words. Immutable, safe for concurrent use.
record OptimizedAction(AwsClients clients, ServiceName service) {

  /// Whether the resource is one of these actions, waiting in one of these ways.
  static boolean is(Resource resource, String service, Set<String> actions, Set<Pattern> patterns) {
    return resource instanceof ServiceIntegration integration
        && integration.service().equals(service)
        && actions.contains(integration.action())
        && patterns.contains(integration.pattern());
  }

  /// What is made of an answer.
  @FunctionalInterface
  interface Then {
    TaskOutcome of(ObjectNode answer);
  }

  /// Calls the action that the attempt's resource names.
  ///
  /// @throws InterruptedException when interrupted
  TaskOutcome call(TaskAttempt attempt, JsonNode parameters) throws InterruptedException {
    ServiceIntegration integration = (ServiceIntegration) attempt.resource();
    return call(
        integration.action(),
        parameters,
        attempt.idempotencyKey(),
        answer -> handedOver(integration, answer));
  }

  /// Done, or handed over: what a plain answer is by the integration's pattern.
  static TaskOutcome handedOver(ServiceIntegration integration, ObjectNode answer) {
    Payload output = Payload.ofNode(answer);
    return integration.pattern() == Pattern.REQUEST_RESPONSE
        ? new TaskOutcome.Succeeded(output)
        : new TaskOutcome.Submitted(output);
  }

  /// The failure of a request that the service would refuse, where stand-ins word it otherwise.
  /// What Step Functions itself finds wrong with the parameters comes first.
  TaskOutcome refused(TaskAttempt attempt, String exception, String code, String message) {
    String name = ((ServiceIntegration) attempt.resource()).action();
    try {
      clients.action(service.client(), name).check(attempt.parameters().node());
    } catch (UnknownActionException | ParametersException e) {
      return new TaskOutcome.Failed("States.Runtime", e.getMessage());
    }
    return AwsFailure.optimized(service, exception, code, message, 400, attempt.requestId());
  }

  /// Calls an action.
  ///
  /// @throws InterruptedException when interrupted
  TaskOutcome call(String action, JsonNode parameters, String idempotencyKey, Then then)
      throws InterruptedException {
    try {
      return then.of(
          clients.action(service.client(), action).call(parameters, idempotencyKey).enveloped());
    } catch (UnknownActionException | ParametersException e) {
      return new TaskOutcome.Failed("States.Runtime", e.getMessage());
    } catch (SdkException e) {
      return AwsFailure.optimized(service, e);
    }
  }
}
