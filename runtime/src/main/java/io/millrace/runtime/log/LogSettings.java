package io.millrace.runtime.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.json.Payload;
import org.jspecify.annotations.Nullable;

/// What a revision of a state machine wants logged.
///
/// @param isDataIncluded `includeExecutionData`
/// @param logGroup the name of the log group; empty when no destination has one
public record LogSettings(LogLevel level, boolean isDataIncluded, String logGroup) {
  static final LogSettings NOTHING = new LogSettings(LogLevel.OFF, false, "");

  private static final String GROUP = ":log-group:";

  /// Reads a `LoggingConfiguration`.
  ///
  /// @param json as text, or null when there is none
  public static LogSettings of(@Nullable String json) {
    if (json == null) {
      return NOTHING;
    }
    JsonNode node = Payload.ofText(json).node();
    return new LogSettings(
        LogLevel.valueOf(node.path("level").asText("OFF")),
        node.path("includeExecutionData").asBoolean(false),
        group(node));
  }

  /// The name of the group in `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`.
  private static String group(JsonNode configuration) {
    String arn =
        configuration
            .path("destinations")
            .path(0)
            .path("cloudWatchLogsLogGroup")
            .path("logGroupArn")
            .asText("");
    int begin = arn.indexOf(GROUP);
    if (begin < 0) {
      return "";
    }
    String name = arn.substring(begin + GROUP.length());
    int end = name.indexOf(':');
    return end < 0 ? name : name.substring(0, end);
  }
}
