package io.millrace.cli.wiring;

import io.millrace.connectors.aws.AwsClients;
import io.millrace.connectors.aws.AwsJsonService;
import io.millrace.connectors.log.CloudWatchLogs;
import io.millrace.runtime.log.LogDestination;
import io.millrace.runtime.log.LogFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Where executions are logged: always in files, and in CloudWatch Logs, or what stands in for it,
/// where the environment names an endpoint.
final class LogDestinations {
  private static final int ID_LENGTH = 8;

  private LogDestinations() {}

  static List<LogDestination> of(Path folder, AwsClients clients) {
    List<LogDestination> all = new ArrayList<>();
    all.add(new LogFiles(folder));
    AwsJsonService service = clients.cloudWatchLogs();
    if (service != null) {
      String id = UUID.randomUUID().toString().substring(0, ID_LENGTH);
      all.add(new CloudWatchLogs(service, Instant.now(), id));
    }
    return all;
  }
}
