package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonpath.NumberPath;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.WaitUntil;
import java.util.List;

/// Reads when a Wait state is over.
final class WaitParser {
  private static final List<String> JSONPATH =
      List.of("Seconds", "Timestamp", "SecondsPath", "TimestampPath");
  private static final List<String> JSONATA = List.of("Seconds", "Timestamp");

  private final Fields fields;
  private final QueryLanguage language;
  private final Compiler compiler;

  WaitParser(Fields fields, QueryLanguage language) {
    this.fields = fields;
    this.language = language;
    this.compiler = new Compiler(fields.findings());
  }

  WaitUntil until() {
    List<String> names = language == QueryLanguage.JSONPATH ? JSONPATH : JSONATA;
    List<String> present = names.stream().filter(fields::has).toList();
    if (present.size() != 1) {
      fields
          .findings()
          .schema(
              fields.span(),
              (present.isEmpty()
                      ? "One of these fields is required: "
                      : "Only one of these fields is allowed: ")
                  + names);
    }
    present.forEach(fields::take);
    if (present.isEmpty()) {
      return new WaitUntil.Seconds("Seconds", Constant.of(0));
    }
    String name = present.getFirst();
    return name.startsWith("Seconds")
        ? new WaitUntil.Seconds(name, seconds(name))
        : new WaitUntil.Timestamp(name, timestamp(name));
  }

  private Expression seconds(String name) {
    if (name.equals("SecondsPath")) {
      return compiler.numberPath(
          fields.textOrEmpty(name), name, NumberPath.Rule.SECONDS, fields.span(name));
    }
    JsonNode node = fields.take(name);
    if (language == QueryLanguage.JSONATA && node != null && node.isTextual()) {
      return compiler.jsonata(node, name, Expected.NUMBER, fields.span(name));
    }
    Integer value = fields.integer(name, 0, DefinitionParser.TIMEOUT_MAX);
    return Constant.of(value == null ? 0 : value);
  }

  private Expression timestamp(String name) {
    String text = fields.textOrEmpty(name);
    if (name.equals("TimestampPath")) {
      return compiler.timestampPath(text, name, fields.span(name));
    }
    return language == QueryLanguage.JSONATA
        ? compiler.jsonata(TextNode.valueOf(text), name, Expected.STRING, fields.span(name))
        : compiler.timestamp(text, fields.span(name));
  }
}
