package io.millrace.asl.parse;

/// Codes of findings, as AWS's ValidateStateMachineDefinition names them.
enum Code {
  INVALID_JSON_DESCRIPTION,
  SCHEMA_VALIDATION_FAILED,
  MISSING_TRANSITION_TARGET,
  MISSING_END_STATE,
  DUPLICATE_STATE_NAME
}
