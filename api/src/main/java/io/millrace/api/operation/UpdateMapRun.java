package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;

/// UpdateMapRun: of a Map Run that runs; what the request leaves out stays as it is.
final class UpdateMapRun implements Operation {
  private final Executions executions;

  UpdateMapRun(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "UpdateMapRun";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String mapRunArn = request.text("mapRunArn", TextRule.LONG_ARN);
    Double concurrencyMax = request.optionalNumber("maxConcurrency", 0, Integer.MAX_VALUE);
    Double percentage = request.optionalNumber("toleratedFailurePercentage", 0, 100);
    Double count = request.optionalNumber("toleratedFailureCount", 0, Long.MAX_VALUE);
    request.check();

    executions
        .mapRuns()
        .update(
            mapRunArn,
            concurrencyMax == null ? null : concurrencyMax.intValue(),
            count == null ? null : count.longValue(),
            percentage);
  }
}
