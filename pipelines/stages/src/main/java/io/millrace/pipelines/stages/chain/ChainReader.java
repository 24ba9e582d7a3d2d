package io.millrace.pipelines.stages.chain;

import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import io.millrace.pipelines.stages.chain.InvalidChainException.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a chain from YAML; docs/stages.md describes the form. Finds all mistakes at once.
public final class ChainReader {
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,39}";
  private static final String NAME_RULE = "1 to 40 letters, digits, - and _";
  private static final String ANY_LINE = "[^\\p{Cntrl}]+";

  /// Task states' longest timeout (Amazon States Language, "TimeoutSeconds").
  private static final double SECONDS_MAX = 99_999_999;

  /// Lambda quotas: function timeout.
  private static final double LAMBDA_SECONDS_MAX = 900;

  private static final double DEFAULT_LAMBDA_SECONDS = 60;
  private static final double DEFAULT_SPARK_SECONDS = 4 * 3600;
  private static final double DEFAULT_MEMORY_MB = 1769;

  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ChainReader() {}

  /// Throws [InvalidChainException] with everything that is wrong.
  public static Chain read(String yaml) {
    var reader = new ChainReader();
    var chain = reader.chain(root(yaml));
    if (chain == null || !reader.findings.isEmpty()) {
      throw new InvalidChainException(reader.findings);
    }
    return chain;
  }

  private static Node root(String yaml) {
    try {
      return new Compose(LoadSettings.builder().setLabel("chain").build())
          .composeString(yaml)
          .orElseThrow(() -> invalid(1, "The chain's file is empty."));
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw invalid(line, "This is no YAML: " + e.getProblem() + ".");
    } catch (YamlEngineException e) {
      throw invalid(1, "This is no YAML: " + e.getMessage());
    }
  }

  private static InvalidChainException invalid(int line, String message) {
    return new InvalidChainException(List.of(new Finding(line, message)));
  }

  private @Nullable Chain chain(Node root) {
    var fields = new YamlFields(root, "The chain", findings);
    var name = fields.text("chain", null, NAME, NAME_RULE);
    var typeText = fields.text("type", null, "(?i)express|standard", "EXPRESS or STANDARD");
    var bucket =
        fields.text(
            "bucket",
            null,
            "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|\\$\\{[A-Za-z0-9]+}",
            "a bucket's name, or ${Token} to be substituted at deployment");
    var type =
        typeText.isEmpty()
            ? Chain.Type.STANDARD
            : Chain.Type.valueOf(typeText.toUpperCase(Locale.ROOT));
    var express = type == Chain.Type.EXPRESS;
    var most = express ? Chain.EXPRESS_LIMIT.toSeconds() : SECONDS_MAX;
    var timeout = fields.number("timeoutSeconds", 0, 1, most, true);
    var stages = new ArrayList<ChainStage>();
    for (var node : fields.nodes("stages")) {
      var stage = stage(name, type, node, stages.isEmpty());
      if (stage != null) {
        stages.add(stage);
      }
    }
    fields.end();
    return stages.isEmpty()
        ? null
        : new Chain(name, type, bucket, timeout == 0 ? null : seconds(timeout), stages);
  }

  private @Nullable ChainStage stage(String chain, Chain.Type type, Node node, boolean first) {
    var fields = new YamlFields(node, "A stage", findings);
    var name = fields.text("name", null, NAME, NAME_RULE);
    if (!name.isEmpty() && !names.add(name)) {
      fields.wrong("name", "there is another stage " + name + "; each needs a folder of its own.");
    }
    if (ChainMachine.OWN_STATES.contains(name) || name.equals(ChainMachine.FAILURES)) {
      fields.wrong("name", "'" + name + "' is a name that the chain itself uses; take another.");
    }
    var title = fields.text("title", name, ANY_LINE, "one line of text");
    var kind = fields.text("type", "lambda", "lambda|spark", "lambda or spark");
    if (kind.isEmpty()) {
      return null;
    }
    var stage =
        kind.equals("spark")
            ? spark(fields, name, title, type, first)
            : lambda(fields, chain, name, title, type);
    fields.end();
    return stage;
  }

  private LambdaStage lambda(
      YamlFields fields, String chain, String name, String title, Chain.Type type) {
    var most = type == Chain.Type.EXPRESS ? Chain.EXPRESS_LIMIT.toSeconds() : LAMBDA_SECONDS_MAX;
    var handler =
        fields.text(
            "handler",
            null,
            "[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*",
            "the name of a class that extends Stage");
    var function =
        fields.text(
            "function",
            chain + "-" + name,
            "[A-Za-z0-9-_]{1,64}|arn:[A-Za-z0-9:_$-]+|\\$\\{[A-Za-z0-9]+}",
            "a Lambda function's name of 1 to 64 letters, digits, - and _, or its ARN");
    return new LambdaStage(
        name,
        title,
        handler,
        function,
        (int) fields.number("memoryMb", DEFAULT_MEMORY_MB, 128, 10_240, true),
        seconds(fields.number("timeoutSeconds", DEFAULT_LAMBDA_SECONDS, 1, most, true)),
        expected(fields),
        retry(fields, Retry.LAMBDA),
        fields.texts("permanent"),
        fields.json("parameters"));
  }

  private SparkStage spark(
      YamlFields fields, String name, String title, Chain.Type type, boolean first) {
    if (type == Chain.Type.EXPRESS) {
      fields.wrong(
          "type",
          name
              + " waits for its job's end (.sync), which an EXPRESS state machine cannot. Make the"
              + " chain STANDARD.");
    }
    if (first) {
      fields.wrong(
          "type",
          name
              + " is the first stage, and a Spark job cannot read the message that a run begins"
              + " with. Put a lambda stage before it.");
    }
    return new SparkStage(
        name,
        title,
        fields.text("job", null, "[^\\p{Cntrl}{%]{1,255}", "the name of a Glue job"),
        seconds(fields.number("timeoutSeconds", DEFAULT_SPARK_SECONDS, 60, SECONDS_MAX, true)),
        expected(fields),
        retry(fields, Retry.SPARK),
        fields.textsByName("arguments", "--[\\w-]+", "an argument's name that begins with --"));
  }

  private static @Nullable Duration expected(YamlFields fields) {
    var expected = fields.number("expectedSeconds", -1, 0, SECONDS_MAX, false);
    return expected < 0 ? null : Duration.ofMillis(Math.round(expected * 1000));
  }

  private static Retry retry(YamlFields fields, Retry otherwise) {
    var retry = fields.fields("retry");
    if (retry == null) {
      return otherwise;
    }
    var read =
        new Retry(
            seconds(
                retry.number(
                    "intervalSeconds",
                    (double) otherwise.interval().toSeconds(),
                    1,
                    SECONDS_MAX,
                    true)),
            (int) retry.number("maxAttempts", otherwise.maxAttempts(), 0, 100, true),
            retry.number("backoffRate", otherwise.backoffRate(), 1, 100, false));
    retry.end();
    return read;
  }

  private static Duration seconds(double number) {
    return Duration.ofSeconds(Math.round(number));
  }
}
