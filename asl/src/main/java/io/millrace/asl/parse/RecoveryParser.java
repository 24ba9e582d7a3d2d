package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Assignment;
import io.millrace.asl.expression.ResultPath;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.model.Catcher;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.Retrier;
import java.util.ArrayList;
import java.util.List;

/// Reads `Retry` and `Catch`.
final class RecoveryParser {
  private static final String ALL = "States.ALL";

  /// AWS: a year, and a day for leap years, in seconds.
  private static final int MAX_DELAY_MAX = 31_622_400;

  private final Fields fields;
  private final QueryLanguage language;

  RecoveryParser(Fields fields, QueryLanguage language) {
    this.fields = fields;
    this.language = language;
  }

  List<Retrier> retry() {
    List<Retrier> all = new ArrayList<>();
    List<Fields> elements = fields.objects("Retry");
    for (int i = 0; i < elements.size(); i++) {
      Fields element = elements.get(i);
      all.add(retrier(element, errors(element, i == elements.size() - 1)));
      element.rejectUnknown();
    }
    return all;
  }

  private static Retrier retrier(Fields element, List<String> errors) {
    element.take("Comment");
    // The guide says "positive", but 0 is accepted: measured on AWS, and the schema of its own
    // language service (aws/amazon-states-language-service, common.json) has 0 as the minimum.
    Integer interval = element.integer("IntervalSeconds", 0, DefinitionParser.SECONDS_MAX);
    Integer attempts = element.integer("MaxAttempts", 0, DefinitionParser.SECONDS_MAX);
    Integer maxDelay = element.integer("MaxDelaySeconds", 1, MAX_DELAY_MAX);
    return new Retrier(
        errors,
        interval == null ? 1 : interval,
        attempts == null ? 3 : attempts,
        backoff(element),
        maxDelay,
        "FULL".equals(element.oneOf("JitterStrategy", "NONE", "FULL")),
        element.span());
  }

  private static double backoff(Fields element) {
    JsonNode node = element.take("BackoffRate");
    if (node == null) {
      return 2.0;
    }
    if (!node.isNumber()) {
      element.wrongType("BackoffRate", "Number");
    } else if (node.doubleValue() < 1.0) {
      element
          .findings()
          .report(Rule.OUT_OF_RANGE, element.span("BackoffRate"), "Minimum value is 1");
    }
    return node.doubleValue();
  }

  List<Catcher> catchers() {
    List<Catcher> all = new ArrayList<>();
    List<Fields> elements = fields.objects("Catch");
    for (int i = 0; i < elements.size(); i++) {
      Fields element = elements.get(i);
      List<String> errors = errors(element, i == elements.size() - 1);
      all.add(catcher(element, errors, "Catch[" + i + "]/"));
    }
    return all;
  }

  private Catcher catcher(Fields element, List<String> errors, String prefix) {
    element.take("Comment");
    element.require("Next");
    String next = element.textOrEmpty("Next");
    ExpressionParser expressions = new ExpressionParser(element, language, prefix);
    boolean jsonata = language == QueryLanguage.JSONATA;
    ResultPath resultPath = jsonata ? new ResultPath.Replace() : expressions.resultPath();
    var output = jsonata ? expressions.jsonata("Output", Expected.ANY) : null;
    Assignment assign = expressions.assign();
    expressions.rejectUnknown();
    return new Catcher(errors, next, resultPath, output, assign, element.span());
  }

  private static List<String> errors(Fields element, boolean last) {
    element.require("ErrorEquals");
    List<String> errors = element.texts("ErrorEquals");
    if (element.isEmptyArray("ErrorEquals")) {
      element
          .findings()
          .report(Rule.EMPTY_LIST, element.span("ErrorEquals"), "Value cannot be empty");
    }
    if (errors.contains(ALL) && (errors.size() > 1 || !last)) {
      element
          .findings()
          .report(
              Rule.WILDCARD_NOT_LAST,
              element.span("ErrorEquals"),
              "States.ALL must appear alone and at end of list",
              "Put the retrier or catcher with States.ALL last, with no other error name in it.");
    }
    return errors;
  }
}
