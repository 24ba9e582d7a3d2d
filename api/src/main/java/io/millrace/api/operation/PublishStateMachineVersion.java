package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;

/// PublishStateMachineVersion.
final class PublishStateMachineVersion implements Operation {
  private final StateMachines machines;

  PublishStateMachineVersion(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "PublishStateMachineVersion";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    String revisionId = request.optionalText("revisionId", TextRule.NAME);
    String description = request.optionalText("description", TextRule.DESCRIPTION);
    request.check();

    PublishedVersion version =
        machines.publications().publish(stateMachineArn, revisionId, description);

    Timestamps.write(answer, "creationDate", version.createdMillis());
    answer.writeStringField("stateMachineVersionArn", version.arn());
  }
}
