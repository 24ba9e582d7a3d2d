package io.millrace.pipelines.stages.output;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How an output's parts are written.
public enum Format {
  /// One JSON value in one part.
  @JsonProperty("json")
  VALUE,
  /// JSON Lines: one value a line, in any number of parts.
  @JsonProperty("jsonl")
  RECORDS
}
