package io.millrace.cli.stages.demo;

import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage;
import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import java.time.Duration;
import java.util.TreeMap;

/// The example's chain as the demo runs it: the same stages, but failures are repeated after a
/// second instead of twenty, because somebody is watching.
final class DemoChain {
  private static final long RETRY_SECONDS = 1;

  /// Of a Standard chain's stage: all messages at once may wait for their turn.
  private static final Duration STANDARD_TIMEOUT = Duration.ofMinutes(15);

  private DemoChain() {}

  /// The chain's file.
  static String yaml(Chain.Type type, boolean spark) {
    var example = Chains.load(spark ? Chains.TARGETING_SPARK : Chains.TARGETING);
    var text = new StringBuilder();
    text.append("# Written by 'mill stages demo'.\n");
    text.append("chain: demo\n");
    text.append("type: ").append(type).append('\n');
    text.append("bucket: ").append(example.bucket()).append('\n');
    text.append("stages:\n");
    for (var stage : example.stages()) {
      text.append("  - name: ").append(stage.name()).append('\n');
      text.append("    title: '").append(stage.title().replace("'", "''")).append("'\n");
      append(text, stage, type);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, ChainStage stage, Chain.Type type) {
    switch (stage) {
      case LambdaStage lambda -> {
        var timeout = type == Chain.Type.STANDARD ? STANDARD_TIMEOUT : lambda.timeout();
        text.append("    handler: ").append(lambda.handler()).append('\n');
        text.append("    timeoutSeconds: ").append(timeout.toSeconds()).append('\n');
        // JSON is YAML.
        text.append("    parameters: ").append(lambda.parameters()).append('\n');
      }
      case SparkStage spark -> {
        text.append("    type: spark\n    job: ").append(spark.job()).append('\n');
        text.append("    timeoutSeconds: ").append(spark.timeout().toSeconds()).append('\n');
        text.append("    arguments:\n");
        new TreeMap<>(spark.arguments())
            .forEach(
                (name, value) ->
                    text.append("      %s: '%s'%n".formatted(name, value.replace("'", "''"))));
      }
    }
    text.append("    retry: {intervalSeconds: ").append(RETRY_SECONDS).append("}\n");
  }
}
