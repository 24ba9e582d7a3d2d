package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.Pattern;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.DynamoDbRules;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.EnumSet;
import java.util.Set;

/// `dynamodb:getItem`, `putItem`, `updateItem` and `deleteItem` (developer guide, "Perform DynamoDB
/// CRUD operations with Step Functions").
public final class DynamoDbConnector implements Connector {
  private static final ServiceName DYNAMODB =
      new ServiceName("dynamodb", "DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException");
  private static final Set<String> ACTIONS =
      Set.of("getItem", "putItem", "updateItem", "deleteItem");

  private final OptimizedAction action;

  public DynamoDbConnector(AwsClients clients) {
    action = new OptimizedAction(clients, DYNAMODB);
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(resource, "dynamodb", ACTIONS, EnumSet.of(Pattern.REQUEST_RESPONSE));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    JsonNode parameters = attempt.parameters().node();
    String invalid =
        DynamoDbRules.problem(((ServiceIntegration) attempt.resource()).action(), parameters);
    return invalid == null
        ? action.call(attempt, parameters)
        : action.refused(attempt, DYNAMODB.baseException(), DynamoDbRules.CODE, invalid);
  }
}
