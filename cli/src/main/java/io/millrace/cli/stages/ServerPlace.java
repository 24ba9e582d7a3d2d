package io.millrace.cli.stages;

import io.millrace.cli.DataFolder;
import io.millrace.cli.wiring.StageEndpoints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server a command speaks to.
public final class ServerPlace {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Data folder of the 'mill server --stages' to speak to. Without it, the services are",
        "where AWS_ENDPOINT_URL_SFN, …_SQS, …_S3 and so on say, else those of the server in",
        "its default folder if that has run, else AWS's"
      })
  @Nullable Path data;

  /// Where the services are, by the names of `aws-sdk:SERVICE`; those not named are where the
  /// environment says.
  public Map<String, URI> endpoints() throws IOException {
    if (data == null && System.getenv().keySet().stream().anyMatch(ServerPlace::isEndpoint)) {
      return Map.of();
    }
    return StageEndpoints.read(DataFolder.choose(data, "server"));
  }

  private static boolean isEndpoint(String variable) {
    return variable.startsWith("AWS_ENDPOINT_URL");
  }
}
