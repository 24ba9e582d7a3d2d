package io.millrace.cli.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.lint.Finding.Severity;
import io.millrace.asl.model.Span;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Findings for programs: one object with the files, and how many findings there are.
final class JsonReport {
  private JsonReport() {}

  static String of(List<LintedFile> files) {
    ObjectNode report = Json.mapper().createObjectNode();
    ArrayNode all = report.putArray("files");
    for (LintedFile file : files) {
      ObjectNode entry = all.addObject();
      entry.put("file", file.file().path().toString());
      ArrayNode findings = entry.putArray("findings");
      file.findings().forEach(finding -> write(finding, findings.addObject()));
    }
    for (Severity severity : Severity.values()) {
      long count = files.stream().mapToLong(file -> file.count(severity)).sum();
      report.put(severity.name().toLowerCase(Locale.ROOT) + "s", count);
    }
    return report.toPrettyString();
  }

  private static void write(Finding finding, ObjectNode into) {
    into.put("severity", finding.severity().name());
    into.put("rule", finding.rule());
    into.put("state", finding.state());
    place(finding.span(), into);
    into.put("message", finding.message());
    ArrayNode reasons = into.putArray("reasons");
    for (Finding.Reason reason : finding.reasons()) {
      ObjectNode entry = reasons.addObject();
      place(reason.span(), entry);
      entry.put("text", reason.text());
    }
    into.put("hint", finding.hint());
  }

  private static void place(@Nullable Span span, ObjectNode into) {
    if (span != null) {
      into.put("pointer", span.pointer());
      into.put("line", span.line());
      into.put("column", span.column());
    }
  }
}
