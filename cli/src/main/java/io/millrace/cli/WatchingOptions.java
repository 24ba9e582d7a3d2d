package io.millrace.cli;

import io.millrace.cli.wiring.WatchOptions;
import io.millrace.watch.alarm.AlarmFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `mill server` is told about being watched.
public final class WatchingOptions {
  /// Names the alarms that come with Millrace.
  private static final String STAGES = "stages";

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = {
        "Serve metrics for Prometheus at http://127.0.0.1:N/metrics; 0 for any port",
        "(default: none)"
      })
  @Nullable Integer port;

  @Option(
      names = "--alarms",
      paramLabel = "FILE",
      description = {
        "Evaluate the alarms of this YAML file (docs/metrics.md); 'stages' for those that",
        "come with Millrace. Changes go to the log, SNS topics and webhooks"
      })
  @Nullable String alarms;

  @Option(
      names = "--watch-queue",
      paramLabel = "URL",
      description = {
        "Also ask this SQS queue, and each one so named, how long it is; those of --stages",
        "are asked in any case"
      })
  List<String> queues = new ArrayList<>();

  /// What was asked for, or null when nothing was.
  ///
  /// @throws IllegalArgumentException when a value or the file makes no sense
  @Nullable WatchOptions read() {
    if (port == null && alarms == null && queues.isEmpty()) {
      return null;
    }
    return new WatchOptions(
        port == null ? 0 : port,
        queues,
        alarms == null
            ? List.of()
            : alarms.equals(STAGES)
                ? AlarmFile.ofStages(System::getenv)
                : AlarmFile.read(Path.of(alarms), System::getenv));
  }
}
