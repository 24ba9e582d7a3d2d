package io.millrace.asl.expression.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.ExpressionFailure;
import io.millrace.asl.expression.Scope;
import io.millrace.asl.json.Json;

/// A path that has to lead to a whole number, with AWS's texts for everything else.
///
/// @param value finds the value, with its own text when there is none
/// @param rule which numbers the field takes
public record NumberPath(PathExpression value, String field, Rule rule) implements Expression {
  /// What a field says about a value it does not take.
  public enum Rule {
    /// `SecondsPath`, `TimeoutSecondsPath`, `HeartbeatSecondsPath`.
    SECONDS {
      @Override
      String complaint(String field, String path, JsonNode found) {
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
          return "The %s parameter cannot be parsed as a long value: %s == %s"
              .formatted(field, path, bare(found));
        }
        return "The %s parameter references a negative value: %s == %s"
            .formatted(field, path, bare(found));
      }

      @Override
      boolean accepts(JsonNode found) {
        return isLong(found) && found.longValue() >= 0;
      }
    },
    /// `MaxConcurrencyPath`, `ToleratedFailureCountPath`.
    COUNT {
      @Override
      String complaint(String field, String path, JsonNode found) {
        return isLong(found)
            ? withoutPath(field) + " cannot be negative."
            : notInteger(field, path, found);
      }

      @Override
      boolean accepts(JsonNode found) {
        return isLong(found) && found.longValue() >= 0;
      }
    },
    /// `ToleratedFailurePercentagePath`.
    PERCENTAGE {
      @Override
      String complaint(String field, String path, JsonNode found) {
        return found.isNumber()
            ? withoutPath(field) + " must be between 0 and 100."
            : notInteger(field, path, found);
      }

      @Override
      boolean accepts(JsonNode found) {
        return found.isNumber() && found.doubleValue() >= 0 && found.doubleValue() <= 100;
      }
    };

    abstract String complaint(String field, String path, JsonNode found);

    abstract boolean accepts(JsonNode found);

    private static boolean isLong(JsonNode found) {
      return found.isIntegralNumber() && found.canConvertToLong();
    }

    private static String withoutPath(String field) {
      return field.substring(0, field.length() - "Path".length());
    }

    private static String notInteger(String field, String path, JsonNode found) {
      return "The %s field refers to value \"%s\" which is not a valid integer: %s"
          .formatted(field, bare(found), path);
    }

    private static String bare(JsonNode found) {
      return found.isTextual() ? found.textValue() : Json.write(found);
    }
  }

  @Override
  public JsonNode evaluate(Scope scope) {
    JsonNode found = value.evaluate(scope);
    if (!rule.accepts(found)) {
      throw new ExpressionFailure(
          "States.Runtime", rule.complaint(field, value.text(), found), null);
    }
    return found;
  }

  @Override
  public String text() {
    return value.text();
  }
}
