package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.StateMachines;
import java.util.Map;

/// TagResource: of state machines. The answer is empty.
final class TagResource implements Operation {
  private final StateMachines machines;

  TagResource(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "TagResource";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) {
    String resourceArn = request.text("resourceArn", TextRule.ARN);
    Map<String, String> tags = TagsJson.tags(request);
    request.check();

    machines.tag(resourceArn, tags);
  }
}
