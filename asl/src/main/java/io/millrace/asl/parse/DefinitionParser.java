package io.millrace.asl.parse;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.Parsed;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Span;
import io.millrace.asl.model.StateGraph;
import io.millrace.asl.model.StateMachineDefinition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a definition. It reports all that is wrong with the single states, in the order of the
/// text; what is wrong with their graph it reports once the states are well-formed, because a state
/// that was not understood would make others look unreachable.
public final class DefinitionParser {
  /// AWS: the largest number of seconds in a field.
  static final int SECONDS_MAX = 99_999_999;

  private static final String UNRECOGNIZED = "Unrecognized token '";

  private DefinitionParser() {}

  /// See [io.millrace.asl.Asl#parse(String)].
  public static Parsed<StateMachineDefinition> parse(String text) {
    Findings findings = new Findings();
    StateMachineDefinition definition = null;
    if (hasHalfCharacter(text)) {
      findings.reportAt(
          Rule.NOT_JSON,
          new Span("", 1, 1),
          null,
          "The text has half of a character (an unpaired surrogate)");
      return new Parsed<>(null, findings.all());
    }
    try {
      Source source = Source.read(text, findings);
      if (source.root() instanceof ObjectNode root) {
        definition = machine(new Fields(root, "", source, findings), source);
      } else {
        findings.reportAt(
            Rule.NOT_AN_OBJECT, new Span("", 1, 1), null, "Definition must be a valid JSON object");
      }
    } catch (JsonProcessingException e) {
      notJson(e, findings);
    }
    return new Parsed<>(findings.hasErrors() ? null : definition, findings.all());
  }

  /// See [io.millrace.asl.Asl#rules()].
  public static List<String> rules() {
    return Arrays.stream(Rule.values()).map(Rule::id).toList();
  }

  /// Such a text is not Unicode: it could not be stored and read again. The JSON escape of one can,
  /// and is left to whoever wrote it.
  private static boolean hasHalfCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /// Recorded: the message is the JSON parser's, with its location, which is the location once
  /// more.
  private static void notJson(JsonProcessingException e, Findings findings) {
    JsonLocation at = located(e);
    if (at == null) {
      findings.reportAt(Rule.NOT_JSON, new Span("", 1, 1), null, e.getOriginalMessage());
      return;
    }
    findings.reportAt(
        Rule.NOT_JSON,
        new Span("", at.getLineNr(), at.getColumnNr()),
        at.toString(),
        e.getOriginalMessage() + "\n at " + at);
  }

  /// Recorded: an unknown word is located where it ends; the parser says where it starts.
  private static @Nullable JsonLocation located(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String message = e.getOriginalMessage();
    if (at == null || !message.startsWith(UNRECOGNIZED)) {
      return at;
    }
    int length = message.indexOf('\'', UNRECOGNIZED.length()) - UNRECOGNIZED.length();
    return new JsonLocation(
        at.contentReference(),
        at.getCharOffset() + length,
        at.getLineNr(),
        at.getColumnNr() + length);
  }

  private static StateMachineDefinition machine(Fields fields, Source source) {
    QueryLanguage language = language(fields, null);
    String comment = fields.text("Comment");
    String version = fields.oneOf("Version", "1.0");
    // Measured on AWS: 0 is accepted here. It sets no limit.
    Integer timeout = fields.integer("TimeoutSeconds", 0, SECONDS_MAX);
    StateGraph graph = new GraphParser(language, fields.findings()).graph(fields);
    fields.rejectUnknown();
    NameRules.check(graph, fields.findings());
    if (!fields.findings().hasSchemaErrors()) {
      new GraphRules(source, fields.findings()).checkAll(graph);
    }
    return new StateMachineDefinition(
        comment, language, version, timeout == null || timeout == 0 ? null : timeout, graph);
  }

  /// The query language of a machine (`inherited` null) or of a state. Measured on AWS: a value
  /// that is none of the two is reported, and counts as JSONata.
  static QueryLanguage language(Fields fields, @Nullable QueryLanguage inherited) {
    String text =
        fields.oneOf("QueryLanguage", QueryLanguage.JSONPATH.text(), QueryLanguage.JSONATA.text());
    if (text == null) {
      return inherited == null ? QueryLanguage.JSONPATH : inherited;
    }
    if (!text.equals(QueryLanguage.JSONPATH.text())) {
      return QueryLanguage.JSONATA;
    }
    if (inherited == QueryLanguage.JSONATA) {
      fields
          .findings()
          .report(
              Rule.DOWNGRADED_LANGUAGE,
              fields.span(),
              "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
    }
    return QueryLanguage.JSONPATH;
  }
}
