package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.execution.Executions;
import java.io.IOException;

/// RedriveExecution (API reference of that name).
final class RedriveExecution implements Operation {
  private final Executions executions;

  RedriveExecution(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "RedriveExecution";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String executionArn = request.text("executionArn", TextRule.ARN);
    String clientToken = request.optionalText("clientToken", TextRule.CLIENT_TOKEN);
    if (clientToken != null && !clientToken.chars().allMatch(c -> c >= '!' && c <= '~')) {
      request.violate(
          "Value '" + clientToken + "'",
          "clientToken",
          "Member must satisfy regular expression pattern: [!-~]+");
    }
    request.check();

    long redriveMillis = executions.redrive(executionArn, clientToken);

    Timestamps.write(answer, "redriveDate", redriveMillis);
  }
}
