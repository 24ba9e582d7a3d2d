package io.millrace.postgres.journal;

import io.millrace.engine.execution.ExecutionStatus;

/// The number of a status in the column `execution.status`.
final class StoredStatus {
  private static final ExecutionStatus[] ALL = ExecutionStatus.values();

  private StoredStatus() {}

  @SuppressWarnings("EnumOrdinal") // ExecutionStatus promises that its order is a stored form
  static short number(ExecutionStatus status) {
    return (short) status.ordinal();
  }

  static ExecutionStatus of(short number) {
    return ALL[number];
  }
}
