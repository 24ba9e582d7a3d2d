package io.millrace.cli.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import io.millrace.asl.lint.Finding;
import io.millrace.asl.model.Span;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Findings for code review tools: SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange
/// Format").
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifReport() {}

  static String of(List<LintedFile> files) {
    ObjectNode report = Json.mapper().createObjectNode();
    report.put("$schema", SCHEMA);
    report.put("version", "2.1.0");
    ObjectNode run = report.putArray("runs").addObject();
    List<String> rules = rules(files);
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "mill lint");
    ArrayNode described = driver.putArray("rules");
    rules.forEach(rule -> described.addObject().put("id", rule));
    // Columns count UTF-16 code units, as the parser does.
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    for (LintedFile file : files) {
      for (Finding finding : file.findings()) {
        ObjectNode result = results.addObject();
        result.put("ruleId", finding.rule());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        write(file.file().path(), finding, result);
      }
    }
    return report.toPrettyString();
  }

  private static List<String> rules(List<LintedFile> files) {
    List<String> rules = new ArrayList<>();
    for (LintedFile file : files) {
      file.findings().stream().map(Finding::rule).forEach(rules::add);
    }
    return rules.stream().distinct().sorted().toList();
  }

  private static void write(Path file, Finding finding, ObjectNode result) {
    result.put(
        "level",
        switch (finding.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case NOTE -> "note";
        });
    String hint = finding.hint();
    result
        .putObject("message")
        .put("text", finding.message() + "." + (hint == null ? "" : " " + hint));
    ObjectNode location = result.putArray("locations").addObject();
    place(file, finding.span(), location);
    String state = finding.state();
    if (state != null) {
      location
          .putArray("logicalLocations")
          .addObject()
          .put("name", state)
          .put("fullyQualifiedName", finding.span().pointer());
    }
    ArrayNode related = result.arrayNode();
    for (Finding.Reason reason : finding.reasons()) {
      Span span = reason.span();
      if (span != null) {
        ObjectNode entry = related.addObject();
        entry.put("id", related.size());
        place(file, span, entry);
        entry.putObject("message").put("text", reason.text());
      }
    }
    if (!related.isEmpty()) {
      result.set("relatedLocations", related);
    }
  }

  private static void place(Path file, Span span, ObjectNode location) {
    ObjectNode physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(file));
    physical.putObject("region").put("startLine", span.line()).put("startColumn", span.column());
  }

  /// Relative where the path is, so that a review finds the file in its own checkout.
  private static String uri(Path file) {
    if (file.isAbsolute()) {
      return file.toUri().toString();
    }
    try {
      return new URI(null, null, file.toString().replace('\\', '/'), null).toString();
    } catch (URISyntaxException e) {
      return file.toUri().toString();
    }
  }
}
