package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.StateMachines;
import java.util.Set;

/// UntagResource: of state machines. The answer is empty.
final class UntagResource implements Operation {
  private final StateMachines machines;

  UntagResource(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "UntagResource";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String resourceArn = request.text("resourceArn", TextRule.ARN);
    Set<String> keys = TagsJson.keys(request);
    request.check();

    machines.untag(resourceArn, keys);
  }
}
