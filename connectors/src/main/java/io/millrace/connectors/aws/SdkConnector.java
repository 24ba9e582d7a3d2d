package io.millrace.connectors.aws;

import io.millrace.asl.json.Payload;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import software.amazon.awssdk.core.exception.SdkException;

/// Tasks that call any action of any AWS service: `arn:aws:states:::aws-sdk:SERVICE:ACTION`, with
/// or without `.waitForTaskToken` (developer guide, "Learning to use AWS service SDK
/// integrations").
public final class SdkConnector implements Connector {
  private static final String PREFIX = "aws-sdk:";

  private final AwsClients clients;

  public SdkConnector(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public boolean handles(Resource resource) {
    return resource instanceof ServiceIntegration integration
        && integration.service().startsWith(PREFIX)
        && switch (integration.pattern()) {
          case REQUEST_RESPONSE, WAIT_FOR_TASK_TOKEN -> true;
          case SYNC, SYNC_2 -> false;
        };
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    ServiceIntegration integration = (ServiceIntegration) attempt.resource();
    String prefix = "";
    try {
      AwsService service = clients.service(integration.service().substring(PREFIX.length()));
      prefix = service.prefix();
      String invalid =
          integration.service().equals("aws-sdk:dynamodb")
              ? DynamoDbRules.problem(integration.action(), attempt.parameters().node())
              : null;
      if (invalid != null) {
        service.action(integration.action()).check(attempt.parameters().node());
        return AwsFailure.sdk(prefix, prefix + "Exception", invalid, 400, attempt.requestId());
      }
      AwsAnswer answer =
          service
              .action(integration.action())
              .call(attempt.parameters().node(), attempt.idempotencyKey());
      Payload output = Payload.ofNode(answer.plain());
      return integration.pattern() == Pattern.WAIT_FOR_TASK_TOKEN
          ? new TaskOutcome.Submitted(output)
          : new TaskOutcome.Succeeded(output);
    } catch (UnknownActionException | ParametersException e) {
      return new TaskOutcome.Failed("States.Runtime", e.getMessage());
    } catch (SdkException e) {
      return AwsFailure.sdk(prefix, e);
    }
  }
}
