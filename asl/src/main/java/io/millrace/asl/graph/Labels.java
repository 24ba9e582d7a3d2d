package io.millrace.asl.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Condition;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.choice.Combination;
import io.millrace.asl.expression.choice.Comparison;
import io.millrace.asl.expression.choice.Operator;
import io.millrace.asl.expression.jsonata.JsonataCondition;
import io.millrace.asl.json.Json;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.Resource;
import io.millrace.asl.model.State;
import io.millrace.asl.model.WaitUntil;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a state does and what a rule asks, in a few words.
final class Labels {
  private Labels() {}

  static String subtitle(State state) {
    return switch (state) {
      case State.Task task -> task(task);
      case State.Wait wait -> wait(wait.until());
      case State.Map map -> map(map);
      case State.Fail fail -> fail.error() == null ? "" : plain(fail.error());
      case State.Pass _, State.Choice _, State.Succeed _, State.Parallel _ -> "";
    };
  }

  private static String task(State.Task task) {
    return switch (task.resource()) {
      case Resource.LambdaFunction function -> last(function.arn());
      case Resource.Activity activity -> "activity " + last(activity.arn());
      case Resource.ServiceIntegration service -> {
        String function = function(task.flow());
        boolean isLambda = service.service().equals("lambda") && function != null;
        String what = isLambda ? last(function) : service.service() + ":" + service.action();
        yield switch (service.pattern()) {
          case REQUEST_RESPONSE -> what;
          case SYNC, SYNC_2 -> what + ", until done";
          case WAIT_FOR_TASK_TOKEN -> what + ", awaits token";
        };
      }
    };
  }

  private static @Nullable String function(DataFlow flow) {
    Expression parameters =
        switch (flow) {
          case DataFlow.JsonPath path -> path.parameters();
          case DataFlow.Jsonata jsonata -> jsonata.arguments();
        };
    if (parameters == null) {
      return null;
    }
    try {
      JsonNode name = Json.parse(parameters.text()).path("FunctionName");
      return name.isTextual() ? name.textValue() : null;
    } catch (JsonProcessingException _) {
      return null; // one expression for all
    }
  }

  /// The name at the end of an ARN or in a placeholder.
  private static String last(String arn) {
    if (arn.startsWith("${") && arn.endsWith("}")) {
      return arn.substring(2, arn.length() - 1);
    }
    String[] parts = arn.split(":");
    return parts.length > 6 ? parts[6] : parts[parts.length - 1];
  }

  private static String wait(WaitUntil until) {
    String value = plain(until.value());
    return switch (until) {
      case WaitUntil.Timestamp _ -> "until " + value;
      case WaitUntil.Seconds _ -> value.matches("[0-9]+") ? duration(value) : value + " s";
    };
  }

  private static String duration(String digits) {
    long seconds = Long.parseLong(digits);
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + (seconds == 86_400 ? " day" : " days");
    }
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds > 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String map(State.Map map) {
    Expression items = map.items();
    String each = items == null || map.distributed() != null ? "" : "each of " + plain(items);
    String mode = map.distributed() == null ? "" : "distributed";
    Expression most = map.maxConcurrency();
    String atOnce = most == null || plain(most).equals("0") ? "" : plain(most) + " at once";
    return List.of(mode, each, atOnce).stream()
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /// Names of errors, those that are Java classes without their packages.
  static String errors(List<String> names) {
    return names.stream()
        .map(name -> name.matches("([a-z_0-9]+\\.){2,}[A-Z]\\w*") ? afterDot(name) : name)
        .collect(Collectors.joining(", "));
  }

  private static String afterDot(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// An expression without its brackets.
  private static String plain(Expression expression) {
    String text = expression.text().strip();
    if (text.startsWith("{%") && text.endsWith("%}") && text.length() >= 4) {
      text = text.substring(2, text.length() - 2).strip();
    }
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1);
    }
    return text.replaceAll("\\s+", " ").replace("$states.", "");
  }

  static String condition(Condition condition) {
    return switch (condition) {
      case JsonataCondition jsonata -> plain(jsonata.truth());
      case Combination.And(var parts) -> combined(parts, " and ");
      case Combination.Or(var parts) -> combined(parts, " or ");
      case Combination.Not(var part) -> "not " + nested(part);
      case Comparison comparison -> comparison(comparison);
      default -> "?"; // conditions are an open type
    };
  }

  private static String combined(List<Condition> parts, String word) {
    return parts.stream().map(Labels::nested).collect(Collectors.joining(word));
  }

  private static String nested(Condition part) {
    String text = condition(part);
    return part instanceof Combination.And || part instanceof Combination.Or
        ? "(" + text + ")"
        : text;
  }

  private static String comparison(Comparison comparison) {
    String variable = comparison.variable().text();
    String operand =
        switch (comparison.operand()) {
          case Comparison.Operand.Literal(var value) -> Json.write(value);
          case Comparison.Operand.Reference(var path) -> path.text();
        };
    return switch (comparison.operator()) {
      case Operator.Is(var kind) ->
          variable + (operand.equals("true") ? " is " : " is not ") + kind(kind);
      case Operator.Matches _ -> variable + " matches " + operand;
      case Operator.Truth _ -> variable + " = " + operand;
      case Operator.Text(var relation) -> variable + relation(relation) + operand;
      case Operator.Numeric(var relation) -> variable + relation(relation) + operand;
      case Operator.Timestamp(var relation) -> variable + relation(relation) + operand;
    };
  }

  private static String kind(Operator.Kind kind) {
    return switch (kind) {
      case PRESENT -> "present";
      case NULL -> "null";
      case NUMERIC -> "a number";
      case STRING -> "a string";
      case BOOLEAN -> "a boolean";
      case TIMESTAMP -> "a timestamp";
    };
  }

  private static String relation(Operator.Relation relation) {
    return switch (relation) {
      case EQUALS -> " = ";
      case LESS_THAN -> " < ";
      case LESS_THAN_EQUALS -> " ≤ ";
      case GREATER_THAN -> " > ";
      case GREATER_THAN_EQUALS -> " ≥ ";
    };
  }
}
