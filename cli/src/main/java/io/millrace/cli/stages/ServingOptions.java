package io.millrace.cli.stages;

import io.millrace.cli.wiring.StageTrial;
import io.millrace.cli.wiring.StagesOptions;
import io.millrace.pipelines.stages.Chains;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.InvalidChainException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `mill server` is told about chains of stages.
public final class ServingOptions {
  @Option(
      names = "--stages",
      arity = "0..1",
      split = ",",
      paramLabel = "CHAIN",
      fallbackValue = Chains.TARGETING,
      description = {
        "Also run chains of stages: files in YAML, or targeting, targeting-spark (default:",
        "targeting). Objects, topics, queues and pipes are there at once, on ports of their own"
      })
  @Nullable List<String> chains;

  @Option(
      names = "--stages-port",
      paramLabel = "N",
      description =
          "Port of their S3 endpoint on 127.0.0.1; the others follow it (default: --port and 1)")
  @Nullable Integer port;

  @Option(
      names = "--stages-visibility",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long a received message is hidden from others (default: ${DEFAULT-VALUE})")
  int visibilitySeconds;

  @Option(
      names = "--stages-receives",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often a message is received before it goes to the dead-letter queue (default:"
              + " ${DEFAULT-VALUE})")
  int receivesMax;

  @Option(
      names = "--stages-parallel",
      paramLabel = "N",
      description = "Stages, and messages of a queue, in work at once (default: 8 a processor)")
  @Nullable Integer parallel;

  /// For `mill stages demo`, which tries a server out.
  @Option(names = "--stages-trial", hidden = true)
  @Nullable Path trial;

  /// What was asked for, or null when `--stages` was not given.
  ///
  /// @param apiPort of the server
  /// @throws IllegalArgumentException when a value makes no sense, or a chain is wrong
  /// @throws IOException when a chain's file cannot be read
  public @Nullable StagesOptions read(int apiPort) throws IOException {
    if (chains == null) {
      return null;
    }
    var read = new ArrayList<Chain>();
    for (var name : chains) {
      try {
        read.add(ChainFile.read(name));
      } catch (InvalidChainException e) {
        throw new IllegalArgumentException("The chain " + name + " is wrong. " + e.getMessage(), e);
      }
    }
    return new StagesOptions(
        read,
        port != null ? port : apiPort == 0 ? 0 : apiPort + 1,
        Duration.ofSeconds(visibilitySeconds),
        receivesMax,
        parallel == null ? StagesOptions.PARALLEL : parallel,
        trial == null ? null : new StageTrial(trial));
  }
}
