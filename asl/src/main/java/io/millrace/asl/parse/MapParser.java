package io.millrace.asl.parse;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.jsonata.Expected;
import io.millrace.asl.expression.jsonpath.NumberPath;
import io.millrace.asl.model.DataFlow;
import io.millrace.asl.model.ProcessorConfig;
import io.millrace.asl.model.QueryLanguage;
import io.millrace.asl.model.State;
import io.millrace.asl.model.StateGraph;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a Map state, inline or distributed, in its new form (`ItemProcessor`, `ItemSelector`) or
/// its old one (`Iterator`, `Parameters`).
final class MapParser {
  private static final int LABEL_MAX = 40;
  private static final int CONCURRENCY_MAX = 10_000;

  private final String name;
  private final Fields fields;
  private final QueryLanguage language;
  private final QueryLanguage machineLanguage;
  private final ExpressionParser expressions;

  MapParser(String name, Fields fields, QueryLanguage language, QueryLanguage machineLanguage) {
    this.name = name;
    this.fields = fields;
    this.language = language;
    this.machineLanguage = machineLanguage;
    this.expressions = new ExpressionParser(fields, language);
  }

  State map() {
    boolean jsonata = language == QueryLanguage.JSONATA;
    DataFlow flow =
        jsonata
            ? expressions.jsonataFlow("Output")
            : expressions.jsonPathFlow("InputPath", "ResultSelector", "ResultPath", "OutputPath");
    Expression items = jsonata ? expressions.items() : expressions.path("ItemsPath");
    Expression selector = itemSelector(jsonata);
    ProcessorConfig config = ProcessorConfig.INLINE;
    StateGraph processor = new StateGraph("", Map.of(), fields.span());
    Fields body = processor();
    if (body != null) {
      config = config(body);
      body.take("Comment");
      processor = new GraphParser(machineLanguage, fields.findings()).graph(body);
      body.rejectUnknown();
    }
    RecoveryParser recovery = new RecoveryParser(fields, language);
    return new State.Map(
        name,
        fields.span(),
        language,
        flow,
        items,
        selector,
        expressions.number("MaxConcurrency", 0, CONCURRENCY_MAX, NumberPath.Rule.COUNT),
        config,
        processor,
        distributed(config),
        expressions.number("ToleratedFailureCount", 0, Integer.MAX_VALUE, NumberPath.Rule.COUNT),
        expressions.number("ToleratedFailurePercentage", 0, 100, NumberPath.Rule.PERCENTAGE),
        recovery.retry(),
        recovery.catchers(),
        StateParser.transition(fields));
  }

  private @Nullable Expression itemSelector(boolean jsonata) {
    if (jsonata) {
      return expressions.jsonata("ItemSelector", Expected.ANY);
    }
    expressions.atMostOne("ItemSelector", "Parameters");
    return fields.has("ItemSelector")
        ? expressions.template("ItemSelector")
        : expressions.template("Parameters");
  }

  private @Nullable Fields processor() {
    if (!fields.has("ItemProcessor") && !fields.has("Iterator")) {
      fields.require("ItemProcessor");
      return null;
    }
    expressions.atMostOne("ItemProcessor", "Iterator");
    return fields.object(fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator");
  }

  private static ProcessorConfig config(Fields body) {
    Fields config = body.object("ProcessorConfig");
    if (config == null) {
      return ProcessorConfig.INLINE;
    }
    String mode = choice(config, "Mode", "INLINE", "DISTRIBUTED");
    String type = choice(config, "ExecutionType", "STANDARD", "EXPRESS");
    config.rejectUnknown();
    boolean distributed = "DISTRIBUTED".equals(mode);
    if (distributed) {
      config.require("ExecutionType");
    } else if (type != null) {
      config
          .findings()
          .schema(config.span(), "Field 'ExecutionType' is not supported in Mode INLINE");
    }
    return new ProcessorConfig(
        distributed ? ProcessorConfig.Mode.DISTRIBUTED : ProcessorConfig.Mode.INLINE,
        "EXPRESS".equals(type)
            ? ProcessorConfig.ExecutionType.EXPRESS
            : ProcessorConfig.ExecutionType.STANDARD);
  }

  private static @Nullable String choice(Fields fields, String name, String one, String other) {
    String value = fields.text(name);
    if (value != null && !value.equals(one) && !value.equals(other)) {
      fields
          .findings()
          .schema(
              fields.span(name),
              "Value is not valid. Accepted values: [" + one + ", " + other + "]");
    }
    return value;
  }

  private State.@Nullable Distributed distributed(ProcessorConfig config) {
    if (config.mode() == ProcessorConfig.Mode.INLINE) {
      return null;
    }
    String label = fields.text("Label");
    if (label != null && (label.isEmpty() || label.length() > LABEL_MAX)) {
      fields
          .findings()
          .schema(
              fields.span("Label"),
              label.isEmpty() ? "Label cannot be empty" : "Label cannot exceed 40 characters");
    }
    return new State.Distributed(
        label, json("ItemReader"), json("ItemBatcher"), json("ResultWriter"));
  }

  private @Nullable JsonNode json(String field) {
    JsonNode node = fields.take(field);
    if (node != null && !node.isObject()) {
      fields.wrongType(field, "Object");
    }
    return node;
  }
}
