package io.millrace.asl.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.millrace.asl.json.Json;
import java.util.regex.Pattern;

/// Which numbers a field takes, and what AWS says about values it does not take. The texts are
/// recorded for the fields' Path forms.
public enum NumberRule {
  /// `SecondsPath`, `TimeoutSecondsPath`, `HeartbeatSecondsPath`.
  SECONDS {
    @Override
    public String complaint(String field, String path, JsonNode found) {
      if (!found.isIntegralNumber() || !found.canConvertToLong()) {
        return "The %s parameter cannot be parsed as a long value: %s == %s"
            .formatted(field, path, bare(found));
      }
      return "The %s parameter references a negative value: %s == %s"
          .formatted(field, path, bare(found));
    }

    @Override
    public boolean accepts(JsonNode found) {
      return isLong(found) && found.longValue() >= 0;
    }
  },
  /// `MaxConcurrencyPath`, `ToleratedFailureCountPath`.
  COUNT {
    @Override
    public String complaint(String field, String path, JsonNode found) {
      return isLong(found)
          ? withoutPath(field) + " cannot be negative."
          : notInteger(field, path, found);
    }

    @Override
    public boolean accepts(JsonNode found) {
      return isLong(found) && found.longValue() >= 0;
    }

    @Override
    public JsonNode number(JsonNode found) {
      return wholeNumber(found);
    }
  },
  /// `MaxItemsPerBatchPath`, `MaxInputBytesPerBatchPath`. The texts follow those of the others.
  POSITIVE {
    @Override
    public String complaint(String field, String path, JsonNode found) {
      return isLong(found)
          ? "field " + withoutPath(field) + " must be positive"
          : notInteger(field, path, found);
    }

    @Override
    public boolean accepts(JsonNode found) {
      return isLong(found) && found.longValue() > 0;
    }

    @Override
    public JsonNode number(JsonNode found) {
      return wholeNumber(found);
    }
  },
  /// `MaxItemsPath`: any number, for the Map Run itself refuses negative ones (recorded:
  /// scenarios/test_map_item_reader_csv_max_items_paths).
  MAX_ITEMS {
    @Override
    public String complaint(String field, String path, JsonNode found) {
      return notInteger(field, path, found);
    }

    @Override
    public boolean accepts(JsonNode found) {
      return isLong(found);
    }

    @Override
    public JsonNode number(JsonNode found) {
      return wholeNumber(found);
    }
  },
  /// `ToleratedFailurePercentagePath`.
  PERCENTAGE {
    @Override
    public String complaint(String field, String path, JsonNode found) {
      return found.isNumber()
          ? withoutPath(field) + " must be between 0 and 100."
          : notInteger(field, path, found);
    }

    @Override
    public boolean accepts(JsonNode found) {
      return found.isNumber() && found.doubleValue() >= 0 && found.doubleValue() <= 100;
    }

    @Override
    public JsonNode number(JsonNode found) {
      return wholeNumber(found);
    }
  };

  /// At most 18 digits, so that it is a long.
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  /// What to say about a value that is not accepted.
  ///
  /// @param path the path or expression it came from
  public abstract String complaint(String field, String path, JsonNode found);

  /// Whether the field takes it.
  public abstract boolean accepts(JsonNode found);

  /// The value as a number: counts may also be given as texts (recorded:
  /// assign/test_reference_in_map_state[MAP_STATE_REFERENCE_IN_TOLERATED_FAILURE_PATH]).
  public JsonNode number(JsonNode found) {
    return found;
  }

  private static JsonNode wholeNumber(JsonNode found) {
    if (found.isTextual() && WHOLE.matcher(found.textValue()).matches()) {
      return LongNode.valueOf(Long.parseLong(found.textValue()));
    }
    return found;
  }

  private static boolean isLong(JsonNode found) {
    return found.isIntegralNumber() && found.canConvertToLong();
  }

  private static String withoutPath(String field) {
    return field.endsWith("Path") ? field.substring(0, field.length() - "Path".length()) : field;
  }

  private static String notInteger(String field, String path, JsonNode found) {
    return "The %s field refers to value \"%s\" which is not a valid integer: %s"
        .formatted(field, bare(found), path);
  }

  private static String bare(JsonNode found) {
    return found.isTextual() ? found.textValue() : Json.write(found);
  }
}
