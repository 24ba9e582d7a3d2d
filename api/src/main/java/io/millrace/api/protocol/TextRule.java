package io.millrace.api.protocol;

import org.jspecify.annotations.Nullable;

/// How long a text may be, in characters, as AWS's service model of 2016-11-23 says.
///
/// @param isSensitive whether error messages leave the value out
public record TextRule(int min, int max, boolean isSensitive) {
  public static final TextRule ARN = new TextRule(1, 256, false);
  public static final TextRule LONG_ARN = new TextRule(1, 2_000, false);
  public static final TextRule NAME = new TextRule(1, 80, false);
  public static final TextRule DEFINITION = new TextRule(1, 1_048_576, true);
  public static final TextRule DATA = new TextRule(0, 262_144, true);
  public static final TextRule ERROR = new TextRule(0, 256, true);
  public static final TextRule CAUSE = new TextRule(0, 32_768, true);
  public static final TextRule DESCRIPTION = new TextRule(0, 256, true);
  public static final TextRule TRACE_HEADER = new TextRule(0, 256, false);
  public static final TextRule TASK_TOKEN = new TextRule(1, 2_048, false);
  public static final TextRule CLIENT_TOKEN = new TextRule(1, 64, false);
  public static final TextRule PAGE_TOKEN = new TextRule(1, 1_024, false);
  public static final TextRule EXECUTIONS_PAGE_TOKEN = new TextRule(1, 3_096, false);

  /// The constraint that this value violates, as AWS words it, or null.
  @Nullable String violation(String value) {
    if (value.length() < min) {
      return "Member must have length greater than or equal to " + min;
    }
    if (value.length() > max) {
      return "Member must have length less than or equal to " + max;
    }
    return null;
  }
}
