package io.millrace.asl.lint;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What the linter is told besides the definition.
///
/// @param example an input of the machine, or null: then the input may be anything
/// @param isExpress whether the machine is to be of type EXPRESS
public record LintOptions(@Nullable JsonNode example, boolean isExpress) {
  /// A STANDARD machine of whose input nothing is known.
  public static final LintOptions NONE = new LintOptions(null, false);
}
