package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.List;

/// ListStateMachineVersions, newest first.
final class ListStateMachineVersions implements Operation {
  private final StateMachines machines;

  ListStateMachineVersions(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "ListStateMachineVersions";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    String token = request.optionalText("nextToken", TextRule.PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    String listing = name() + " " + stateMachineArn;
    int below =
        token == null
            ? Integer.MAX_VALUE
            : PageToken.<Integer>cursor(listing, token, Integer::valueOf);

    // One more than the page holds tells whether there is a next page.
    List<PublishedVersion> found =
        machines.publications().versions(stateMachineArn, below, pageSize + 1);

    List<PublishedVersion> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("stateMachineVersions");
    for (PublishedVersion version : page) {
      answer.writeStartObject();
      answer.writeStringField("stateMachineVersionArn", version.arn());
      Timestamps.write(answer, "creationDate", version.createdMillis());
      answer.writeEndObject();
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      answer.writeStringField(
          "nextToken", PageToken.of(listing, Integer.toString(page.getLast().number())));
    }
  }
}
