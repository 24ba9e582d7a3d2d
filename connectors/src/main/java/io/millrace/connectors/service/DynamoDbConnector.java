package io.millrace.connectors.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.Resource.ServiceIntegration;
import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsFailure;
import io.millrace.connectors.aws.ServiceName;
import io.millrace.engine.task.Connector;
import io.millrace.engine.task.TaskAttempt;
import io.millrace.engine.task.TaskOutcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `dynamodb:getItem`, `putItem`, `updateItem` and `deleteItem` (developer guide, "Perform DynamoDB
/// CRUD operations with Step Functions").
public final class DynamoDbConnector implements Connector {
  private static final ServiceName DYNAMODB =
      new ServiceName("dynamodb", "DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException");
  private static final String FAILED = " failed to satisfy constraint: ";
  private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
  private static final Set<String> ACTIONS =
      Set.of("getItem", "putItem", "updateItem", "deleteItem");

  private final OptimizedAction action;

  public DynamoDbConnector(AwsClients clients) {
    action = new OptimizedAction(clients, DYNAMODB);
  }

  @Override
  public boolean handles(Resource resource) {
    return OptimizedAction.is(
        resource, "dynamodb", ACTIONS, EnumSet.of(Resource.Pattern.REQUEST_RESPONSE));
  }

  @Override
  public TaskOutcome carryOut(TaskAttempt attempt) throws InterruptedException {
    JsonNode parameters = attempt.parameters().node();
    String invalid = problem(((ServiceIntegration) attempt.resource()).action(), parameters);
    return invalid == null
        ? action.call(attempt, parameters)
        : AwsFailure.optimized(
            DYNAMODB,
            DYNAMODB.baseException(),
            "ValidationException",
            invalid,
            400,
            attempt.executionId().toString());
  }

  /// DynamoDB checks a request against its model before it looks at the table, and stand-ins do not
  /// (recorded: error_handling/test_invalid_param,
  /// error_handling/test_put_item_invalid_table_name).
  private static @Nullable String problem(String action, JsonNode parameters) {
    if (!parameters.isObject()) {
      return null;
    }
    List<String> problems = new ArrayList<>();
    String subject = action.equals("putItem") ? "Item" : "Key";
    for (String required : List.of("TableName", subject)) {
      if (!parameters.hasNonNull(required)) {
        problems.add(
            "Value null at '" + camelCase(required) + "'" + FAILED + "Member must not be null");
      }
    }
    String table = parameters.path("TableName").textValue();
    if (table != null && !TABLE_NAME.matcher(table).matches()) {
      problems.add(
          "Value '"
              + table
              + "' at 'tableName'"
              + FAILED
              + "Member must satisfy regular expression pattern: "
              + TABLE_NAME);
    }
    return switch (problems.size()) {
      case 0 -> null;
      case 1 -> "1 validation error detected: " + problems.getFirst();
      default -> problems.size() + " validation errors detected: " + String.join("; ", problems);
    };
  }

  private static String camelCase(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
