package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.PageToken;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.QualifiedArn;
import io.millrace.runtime.machine.StateMachineAlias;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ListStateMachineAliases, by name; of a version only those that lead to it (API reference).
final class ListStateMachineAliases implements Operation {
  private static final int ALIASES_MAX = 100;

  private final StateMachines machines;

  ListStateMachineAliases(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "ListStateMachineAliases";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    String token = request.optionalText("nextToken", TextRule.PAGE_TOKEN);
    int pageSize = request.pageSize();
    request.check();
    String listing = name() + " " + stateMachineArn;
    String after = token == null ? null : PageToken.cursor(listing, token);

    // A machine has at most a hundred aliases.
    List<StateMachineAlias> found = aliases(stateMachineArn, after);

    List<StateMachineAlias> page = found.subList(0, Math.min(pageSize, found.size()));
    answer.writeArrayFieldStart("stateMachineAliases");
    for (StateMachineAlias alias : page) {
      answer.writeStartObject();
      answer.writeStringField("stateMachineAliasArn", alias.arn());
      Timestamps.write(answer, "creationDate", alias.createdMillis());
      answer.writeEndObject();
    }
    answer.writeEndArray();
    if (found.size() > pageSize) {
      answer.writeStringField("nextToken", PageToken.of(listing, page.getLast().name()));
    }
  }

  private List<StateMachineAlias> aliases(String arn, @Nullable String after) {
    QualifiedArn qualified = QualifiedArn.parse(arn);
    Integer version = qualified == null ? null : qualified.version();
    if (qualified == null || version == null) {
      return machines.publications().aliases(arn, after, ALIASES_MAX);
    }
    return machines.publications().aliases(qualified.stateMachineArn(), after, ALIASES_MAX).stream()
        .filter(alias -> alias.routes().stream().anyMatch(route -> route.version() == version))
        .toList();
  }
}
