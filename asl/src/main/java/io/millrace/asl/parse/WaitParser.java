package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.asl.expression.Constant;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonata.JsonataTemplate;
import io.millrace.asl.expression.jsonata.JsonataTimestamp;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.WaitUntil;
import java.util.List;

/// Reads when a Wait state is over.
final class WaitParser {
  /// In the order in which AWS lists them.
  private static final String[] NAMES = {"SecondsPath", "Seconds", "TimestampPath", "Timestamp"};

  private final Fields fields;
  private final QueryLanguage language;
  private final Compiler compiler;

  WaitParser(Fields fields, QueryLanguage language) {
    this.fields = fields;
    this.language = language;
    this.compiler = new Compiler(fields);
  }

  WaitUntil until() {
    boolean jsonPath = language == QueryLanguage.JSONPATH;
    for (String name : NAMES) {
      if (fields.has(name) && (jsonPath || !name.endsWith("Path"))) {
        fields.exactlyOne(jsonPath ? NAMES : new String[] {"Seconds", "Timestamp"});
        return name.startsWith("Seconds")
            ? new WaitUntil.Seconds(name, seconds(name))
            : new WaitUntil.Timestamp(name, timestamp(name));
      }
    }
    fields
        .findings()
        .report(
            Rule.EXCLUSIVE_FIELDS,
            fields.span(),
            "This object should have only one of the following fields: " + List.of(NAMES));
    return new WaitUntil.Seconds("Seconds", Constant.of(0));
  }

  private Expression seconds(String name) {
    if (name.equals("SecondsPath")) {
      return compiler.numberPath(name, fields.textOrEmpty(name), NumberRule.SECONDS);
    }
    JsonNode node = fields.take(name);
    if (language == QueryLanguage.JSONATA && node != null && node.isTextual()) {
      return compiler.jsonataNumber(name, node, NumberRule.SECONDS);
    }
    Integer value = fields.integer(name, 0, DefinitionParser.SECONDS_MAX);
    return Constant.of(value == null ? 0 : value);
  }

  private Expression timestamp(String name) {
    String text = fields.textOrEmpty(name);
    if (name.equals("TimestampPath")) {
      return compiler.timestampPath(name, text);
    }
    return language == QueryLanguage.JSONATA
        ? jsonataTimestamp(name, text)
        : compiler.timestamp(name, text);
  }

  private Expression jsonataTimestamp(String name, String text) {
    return JsonataTemplate.isExpression(text)
        ? new JsonataTimestamp(
            compiler.jsonata(name, TextNode.valueOf(text), name, false, Expected.STRING), name)
        : compiler.timestamp(name, text);
  }
}
