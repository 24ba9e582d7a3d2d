package io.millrace.asl.parse;

import io.millrace.asl.expression.Expression;
import io.millrace.asl.expression.NumberRule;
import io.millrace.asl.expression.jsonata.Expected;
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
    Expression items = jsonata ? expressions.items() : expressions.itemsPath();
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
        expressions.number("MaxConcurrency", 0, Integer.MAX_VALUE, NumberRule.COUNT),
        config,
        processor,
        distributed(config),
        expressions.number("ToleratedFailureCount", 0, Integer.MAX_VALUE, NumberRule.COUNT),
        expressions.number("ToleratedFailurePercentage", 0, 100, NumberRule.PERCENTAGE),
        recovery.retry(),
        recovery.catchers(),
        StateParser.transition(fields));
  }

  private @Nullable Expression itemSelector(boolean jsonata) {
    if (jsonata) {
      return expressions.jsonata("ItemSelector", Expected.ANY);
    }
    fields.atMostOne("ItemSelector", "Parameters");
    return fields.has("ItemSelector")
        ? expressions.template("ItemSelector")
        : expressions.template("Parameters");
  }

  private @Nullable Fields processor() {
    fields.exactlyOne("ItemProcessor", "Iterator");
    return fields.object(fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator");
  }

  private static ProcessorConfig config(Fields body) {
    Fields config = body.object("ProcessorConfig");
    if (config == null) {
      return ProcessorConfig.INLINE;
    }
    String mode = config.oneOf("Mode", "INLINE", "DISTRIBUTED");
    boolean distributed = "DISTRIBUTED".equals(mode);
    String type = null;
    if (distributed) {
      config.require("ExecutionType");
      type = config.oneOf("ExecutionType", "STANDARD", "EXPRESS");
    }
    config.rejectUnknown();
    return new ProcessorConfig(
        distributed ? ProcessorConfig.Mode.DISTRIBUTED : ProcessorConfig.Mode.INLINE,
        "EXPRESS".equals(type)
            ? ProcessorConfig.ExecutionType.EXPRESS
            : ProcessorConfig.ExecutionType.STANDARD);
  }

  /// What only a distributed Map has. An inline one may say it, to no effect.
  private State.@Nullable Distributed distributed(ProcessorConfig config) {
    String label = fields.text("Label");
    if (label != null) {
      DistributedRules.label(fields, label);
    }
    DistributedRules.check(fields, language);
    return config.mode() == ProcessorConfig.Mode.INLINE
        ? null
        : new DistributedParser(fields, language).distributed(label);
  }
}
