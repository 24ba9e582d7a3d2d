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
  private static final int ATTEMPTS_MAX = 99_999_999;
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
    Integer interval = element.integer("IntervalSeconds", 1, DefinitionParser.TIMEOUT_MAX);
    Integer attempts = element.integer("MaxAttempts", 0, ATTEMPTS_MAX);
    Integer maxDelay = element.integer("MaxDelaySeconds", 1, MAX_DELAY_MAX);
    int seconds = interval == null ? 1 : interval;
    if (maxDelay != null && maxDelay <= seconds) {
      element
          .findings()
          .schema(
              element.span("MaxDelaySeconds"),
              "MaxDelaySeconds must be greater than IntervalSeconds");
    }
    return new Retrier(
        errors,
        seconds,
        attempts == null ? 3 : attempts,
        backoff(element),
        maxDelay,
        fullJitter(element),
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
          .schema(element.span("BackoffRate"), "Value must be greater than or equal to 1");
    }
    return node.doubleValue();
  }

  private static boolean fullJitter(Fields element) {
    String strategy = element.text("JitterStrategy");
    if (strategy != null && !strategy.equals("FULL") && !strategy.equals("NONE")) {
      element
          .findings()
          .schema(
              element.span("JitterStrategy"), "Value is not valid. Accepted values: [FULL, NONE]");
    }
    return "FULL".equals(strategy);
  }

  List<Catcher> catchers() {
    List<Catcher> all = new ArrayList<>();
    List<Fields> elements = fields.objects("Catch");
    for (int i = 0; i < elements.size(); i++) {
      Fields element = elements.get(i);
      all.add(catcher(element, errors(element, i == elements.size() - 1)));
    }
    return all;
  }

  private Catcher catcher(Fields element, List<String> errors) {
    element.take("Comment");
    element.require("Next");
    String next = element.textOrEmpty("Next");
    ExpressionParser expressions = new ExpressionParser(element, language);
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
    if (errors.isEmpty() && element.has("ErrorEquals")) {
      element.findings().schema(element.span("ErrorEquals"), "Value cannot be empty");
    }
    if (errors.contains(ALL) && (errors.size() > 1 || !last)) {
      element
          .findings()
          .schema(
              element.span("ErrorEquals"),
              "States.ALL must appear alone and in the last element",
              "Put the retrier or catcher with States.ALL last, with no other error name in it.");
    }
    return errors;
  }
}
