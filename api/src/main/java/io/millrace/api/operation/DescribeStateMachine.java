package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.api.protocol.Timestamps;
import io.millrace.runtime.machine.MachineRevision;
import io.millrace.runtime.machine.MachineSettings;
import io.millrace.runtime.machine.PublishedVersion;
import io.millrace.runtime.machine.QualifiedArn;
import io.millrace.runtime.machine.StateMachine;
import io.millrace.runtime.machine.StateMachines;
import java.io.IOException;
import java.util.UUID;

/// DescribeStateMachine, of a machine or of one of its versions.
final class DescribeStateMachine implements Operation {
  private final StateMachines machines;

  DescribeStateMachine(StateMachines machines) {
    this.machines = machines;
  }

  @Override
  public String name() {
    return "DescribeStateMachine";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String stateMachineArn = request.text("stateMachineArn", TextRule.ARN);
    boolean isDefinitionWanted = IncludedData.isAll(request);
    request.check();

    QualifiedArn qualified = QualifiedArn.parse(stateMachineArn);
    if (qualified != null) {
      version(machines.publications().version(qualified), isDefinitionWanted, answer);
      return;
    }
    StateMachine machine = machines.describe(stateMachineArn);
    writeHead(machine, machine.arn(), machine.createdMillis(), answer);
    if (machine.updatedMillis() != null) {
      answer.writeStringField("revisionId", machine.revision().toString());
    }
    writeSettings(machine.revision(), machine.settings(), isDefinitionWanted, answer);
  }

  /// A version is described as the machine it was. Recorded:
  /// api_versioning/test_publish_state_machine_version.
  private void version(PublishedVersion version, boolean isDefinitionWanted, JsonGenerator answer)
      throws IOException {
    StateMachine machine = machines.describe(version.stateMachineArn());
    MachineRevision revision = machines.revision(version.revision());
    writeHead(machine, version.arn(), version.createdMillis(), answer);
    if (version.description() != null) {
      answer.writeStringField("description", version.description());
    }
    // The revision that CreateStateMachine made has no id.
    if (revision.createdMillis() != machine.createdMillis()) {
      answer.writeStringField("revisionId", revision.revision().toString());
    }
    writeSettings(revision.revision(), revision.settings(), isDefinitionWanted, answer);
  }

  private static void writeHead(
      StateMachine machine, String arn, long createdMillis, JsonGenerator answer)
      throws IOException {
    answer.writeStringField("stateMachineArn", arn);
    answer.writeStringField("name", machine.name());
    answer.writeStringField("status", machine.status().name());
    answer.writeStringField("type", machine.type().name());
    Timestamps.write(answer, "creationDate", createdMillis);
  }

  private void writeSettings(
      UUID revision, MachineSettings settings, boolean isDefinitionWanted, JsonGenerator answer)
      throws IOException {
    SettingsJson.write(settings, isDefinitionWanted, answer);
    if (isDefinitionWanted) {
      SettingsJson.writeReferences(machines.definitionOf(revision), answer);
    }
  }
}
