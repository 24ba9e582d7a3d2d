package io.millrace.cli;

import io.millrace.cli.wiring.WatchOptions;
import io.millrace.watch.alarm.AlarmFile;
import java.nio.file.Path;
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

  /// What was asked for, or null when nothing was.
  ///
  /// @throws IllegalArgumentException when a value or the file makes no sense
  @Nullable WatchOptions read() {
    if (port == null && alarms == null) {
      return null;
    }
    return new WatchOptions(
        port == null ? 0 : port,
        alarms == null
            ? List.of()
            : alarms.equals(STAGES)
                ? AlarmFile.ofStages(System::getenv)
                : AlarmFile.read(Path.of(alarms), System::getenv));
  }
}
