package io.millrace.asl.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Parsed;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Span;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.StateMachineDefinition;

/// Reads a definition.
public final class DefinitionParser {
  /// AWS: the longest an execution may run, in seconds.
  static final int TIMEOUT_MAX = 99_999_999;

  private DefinitionParser() {}

  /// See [io.millrace.asl.Asl#parse(String)].
  public static Parsed<StateMachineDefinition> parse(String text) {
    Findings findings = new Findings();
    StateMachineDefinition definition = null;
    try {
      Source source = Source.read(text, findings);
      if (source.root() instanceof ObjectNode root) {
        definition = machine(new Fields(root, "", source, findings));
      } else {
        findings.errorAt(
            Code.SCHEMA_VALIDATION_FAILED,
            new Span("", 1, 1),
            null,
            "Definition must be a valid JSON object");
      }
    } catch (JsonProcessingException e) {
      notJson(e, findings);
    }
    return new Parsed<>(findings.hasErrors() ? null : definition, findings.all());
  }

  /// Recorded: the message is Jackson's, its location once more in the location.
  private static void notJson(JsonProcessingException e, Findings findings) {
    var at = e.getLocation();
    Span span = at == null ? new Span("", 1, 1) : new Span("", at.getLineNr(), at.getColumnNr());
    String location = at == null ? null : at.toString();
    findings.errorAt(
        Code.INVALID_JSON_DESCRIPTION,
        span,
        location,
        e.getOriginalMessage() + "\n at " + location);
  }

  private static StateMachineDefinition machine(Fields fields) {
    QueryLanguage language = language(fields, null);
    String comment = fields.text("Comment");
    String version = fields.text("Version");
    if (version != null && !version.equals("1.0")) {
      fields
          .findings()
          .schema(fields.span("Version"), "Value is not valid. Accepted values: [1.0]");
    }
    Integer timeout = fields.integer("TimeoutSeconds", 1, TIMEOUT_MAX);
    StateGraph graph = new GraphParser(language, fields.findings()).graph(fields);
    fields.rejectUnknown();
    return new StateMachineDefinition(comment, language, version, timeout, graph);
  }

  /// The query language of a machine (`inherited` null) or of a state.
  static QueryLanguage language(
      Fields fields, @org.jspecify.annotations.Nullable QueryLanguage inherited) {
    QueryLanguage byDefault = inherited == null ? QueryLanguage.JSONPATH : inherited;
    String text = fields.text("QueryLanguage");
    if (text == null) {
      return byDefault;
    }
    for (QueryLanguage language : QueryLanguage.values()) {
      if (language.text().equals(text)) {
        if (inherited == QueryLanguage.JSONATA && language == QueryLanguage.JSONPATH) {
          fields
              .findings()
              .schema(
                  fields.span(),
                  "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state"
                      + " machine");
        }
        return language;
      }
    }
    fields
        .findings()
        .schema(
            fields.span("QueryLanguage"),
            "Value is not valid. Accepted values: [JSONPath, JSONata]");
    return byDefault;
  }
}
