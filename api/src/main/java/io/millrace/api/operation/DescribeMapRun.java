package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.engine.execution.ExecutionStatus;
import io.millrace.engine.map.MapRunRow;
import io.millrace.engine.map.MapRunSettings;
import io.millrace.engine.map.MapRunStore;
import io.millrace.runtime.execution.Executions;
import io.millrace.runtime.map.MapRunDescription;
import java.io.IOException;
import java.util.function.ToLongFunction;

/// DescribeMapRun; fields as in the API reference of that name.
final class DescribeMapRun implements Operation {
  private final Executions executions;

  DescribeMapRun(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "DescribeMapRun";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String mapRunArn = request.text("mapRunArn", TextRule.LONG_ARN);
    request.check();

    MapRunDescription run = executions.mapRuns().describe(mapRunArn);

    MapRunRow row = run.row();
    MapRunSettings settings = row.settings();
    answer.writeStringField("mapRunArn", row.arn());
    answer.writeStringField("executionArn", row.parentArn());
    answer.writeStringField("status", row.status().name());
    Timestamps.write(answer, "startDate", row.startMillis());
    if (row.stopMillis() != null) {
      Timestamps.write(answer, "stopDate", row.stopMillis());
    }
    answer.writeNumberField("maxConcurrency", settings.concurrencyMax());
    Double percentage = settings.toleratedFailurePercentage();
    answer.writeNumberField("toleratedFailurePercentage", percentage == null ? 0.0 : percentage);
    Long count = settings.toleratedFailureCount();
    answer.writeNumberField("toleratedFailureCount", count == null ? 0 : count);
    answer.writeObjectFieldStart("itemCounts");
    counts(run, MapRunStore.Count::items, run.pendingItems(), answer);
    answer.writeObjectFieldStart("executionCounts");
    counts(run, MapRunStore.Count::children, run.pendingChildren(), answer);
    MapRunRow.Redrive redrive = row.redrive();
    answer.writeNumberField("redriveCount", redrive == null ? 0 : redrive.count());
    if (redrive != null) {
      Timestamps.write(answer, "redriveDate", redrive.atMillis());
    }
  }

  private static void counts(
      MapRunDescription run,
      ToLongFunction<MapRunStore.Count> what,
      long pending,
      JsonGenerator answer)
      throws IOException {
    MapRunStore.Progress progress = run.progress();
    long started = what.applyAsLong(progress.started());
    long succeeded = what.applyAsLong(progress.of(ExecutionStatus.SUCCEEDED));
    answer.writeNumberField("pending", pending);
    answer.writeNumberField("running", what.applyAsLong(progress.of(ExecutionStatus.RUNNING)));
    answer.writeNumberField("succeeded", succeeded);
    answer.writeNumberField("failed", what.applyAsLong(progress.of(ExecutionStatus.FAILED)));
    answer.writeNumberField("timedOut", what.applyAsLong(progress.of(ExecutionStatus.TIMED_OUT)));
    answer.writeNumberField("aborted", what.applyAsLong(progress.of(ExecutionStatus.ABORTED)));
    answer.writeNumberField("total", started + pending);
    // Exported, or part of the state's output.
    boolean isHandedOn =
        run.row().resultsWritten() || run.row().status() == MapRunRow.Status.SUCCEEDED;
    answer.writeNumberField("resultsWritten", isHandedOn ? succeeded : 0);
    answer.writeNumberField("failuresNotRedrivable", what.applyAsLong(progress.notRedrivable()));
    answer.writeNumberField(
        "pendingRedrive", what.applyAsLong(progress.of(ExecutionStatus.PENDING_REDRIVE)));
    answer.writeEndObject();
  }
}
