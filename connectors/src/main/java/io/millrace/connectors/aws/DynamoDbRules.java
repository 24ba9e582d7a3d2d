package io.millrace.connectors.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What DynamoDB demands of requests about one item, whichever kind of integration makes them.
public final class DynamoDbRules {
  /// `ValidationException`, of which DynamoDB's clients have no class.
  public static final String CODE = "ValidationException";

  private static final Set<String> ACTIONS =
      Set.of("getItem", "putItem", "updateItem", "deleteItem");
  private static final String FAILED = " failed to satisfy constraint: ";
  private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

  private DynamoDbRules() {}

  /// DynamoDB checks a request against its model before it looks at the table, and stand-ins do not
  /// (recorded: error_handling/test_invalid_param,
  /// error_handling/test_put_item_invalid_table_name). A table's ARN does for its name (Amazon
  /// DynamoDB API Reference, GetItem); what is wrong with one, DynamoDB says.
  public static @Nullable String problem(String action, JsonNode parameters) {
    if (!ACTIONS.contains(action) || !parameters.isObject()) {
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
    if (table != null && !table.startsWith("arn:") && !TABLE_NAME.matcher(table).matches()) {
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
