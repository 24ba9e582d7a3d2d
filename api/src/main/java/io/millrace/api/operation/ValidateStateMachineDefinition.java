package io.millrace.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.api.protocol.Operation;
import io.millrace.api.protocol.Request;
import io.millrace.api.protocol.TextRule;
import io.millrace.asl.Asl;
import io.millrace.asl.Diagnostic;
import io.millrace.asl.Diagnostic.Severity;
import java.io.IOException;
import java.util.List;

/// ValidateStateMachineDefinition: what is wrong with a definition is the answer, not an error. API
/// reference: without `severity` only errors are listed, warnings never make the result FAIL, and
/// at most 100 findings come back.
final class ValidateStateMachineDefinition implements Operation {
  private static final int RESULTS_MAX = 100;

  @Override
  public String name() {
    return "ValidateStateMachineDefinition";
  }

  @Override
  public void answer(Request request, JsonGenerator answer) throws IOException {
    String definition = request.text("definition", TextRule.DEFINITION);
    String type = request.optionalWord("type", List.of("STANDARD", "EXPRESS"));
    String severity = request.optionalWord("severity", List.of("ERROR", "WARNING"));
    int resultsMax = request.pageSize(RESULTS_MAX);
    request.check();

    List<Diagnostic> found = Asl.validate(definition, "EXPRESS".equals(type));

    boolean fails = found.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    List<Diagnostic> wanted =
        "WARNING".equals(severity)
            ? found
            : found.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    answer.writeStringField("result", fails ? "FAIL" : "OK");
    answer.writeArrayFieldStart("diagnostics");
    for (Diagnostic finding : wanted.subList(0, Math.min(resultsMax, wanted.size()))) {
      write(finding, answer);
    }
    answer.writeEndArray();
    answer.writeBooleanField("truncated", wanted.size() > resultsMax);
  }

  /// AWS's four members, and ours: where exactly, and what to do. Clients of AWS pass over those.
  private static void write(Diagnostic finding, JsonGenerator answer) throws IOException {
    answer.writeStartObject();
    answer.writeStringField("severity", finding.severity().name());
    answer.writeStringField("code", finding.code());
    answer.writeStringField("message", finding.message());
    if (finding.location() != null) {
      answer.writeStringField("location", finding.location());
    }
    answer.writeStringField("rule", finding.rule());
    answer.writeNumberField("line", finding.span().line());
    answer.writeNumberField("column", finding.span().column());
    if (finding.hint() != null) {
      answer.writeStringField("hint", finding.hint());
    }
    answer.writeEndObject();
  }
}
