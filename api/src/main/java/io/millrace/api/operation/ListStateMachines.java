package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.ResourceNames;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.List;

/// ListStateMachines, sorted by name.
final class ListStateMachines implements Operation {
  private static final String LISTING = "ListStateMachines";

  private final StateMachines machines;

  ListStateMachines(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return LISTING;
  }

  private static String name(String cursor) {
    if (!ResourceNames.isName(cursor)) {
      throw new IllegalArgumentException("not the name of a state machine");
    }
    return cursor;
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String token = request.optionalText("nextToken", TextRule.PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    String afterName =
        token == null ? null : PageToken.cursor(LISTING, token, ListStateMachines::name);

    // One more than the page holds tells whether there is a next page.
    List<StateMachine> found = machines.list(afterName, pageSize + 1);

    List<StateMachine> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("stateMachines");
    for (StateMachine machine : page) {
      answer.writeStartObject();
      answer.writeStringField("stateMachineArn", machine.arn());
      answer.writeStringField("name", machine.name());
      answer.writeStringField("type", machine.type().name());
      Timestamps.write(answer, "creationDate", machine.createdMillis());
      answer.writeEndObject();
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      answer.writeStringField("nextToken", PageToken.of(LISTING, page.getLast().name()));
    }
  }
}
