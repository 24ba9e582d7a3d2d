package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.execution.Redrives;
import io.millrace.engine.journal.ExecutionReads.Summary;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What descriptions and lists tell of redrives (API reference, DescribeExecution and
/// ExecutionListItem): `redriveDate` only where there was one.
final class RedriveFields {
  private RedriveFields() {}

  static void write(JsonGenerator answer, Redrives redrives) throws IOException {
    answer.writeNumberField("redriveCount", redrives.count());
    if (redrives.count() > 0) {
      Timestamps.write(answer, "redriveDate", redrives.lastMillis());
    }
  }

  /// `redriveStatus`, and the reason where it cannot be redriven.
  static void writeStatus(JsonGenerator answer, Executions executions, Summary execution)
      throws IOException {
    @Nullable String problem = executions.redriveProblem(execution);
    if (problem != null) {
      answer.writeStringField("redriveStatus", "NOT_REDRIVABLE");
      answer.writeStringField("redriveStatusReason", problem);
    } else {
      boolean isChild = execution.header().child() != null;
      answer.writeStringField("redriveStatus", isChild ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE");
    }
  }
}
