package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.Map;

/// ListTagsForResource: of state machines, by key.
final class ListTagsForResource implements Operation {
  private final StateMachines machines;

  ListTagsForResource(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "ListTagsForResource";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String resourceArn = request.text("resourceArn", TextRule.ARN);
    request.check();

    Map<String, String> tags = machines.tags(resourceArn);

    answer.writeArrayFieldStart("tags");
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      answer.writeStartObject();
      answer.writeStringField("key", tag.getKey());
      answer.writeStringField("value", tag.getValue());
      answer.writeEndObject();
    }
    answer.writeEndArray();
  }
}
