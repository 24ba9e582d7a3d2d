package io.millrace.local.glue.spark;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where Spark is, where it works, and where its S3 is.
///
/// @param libraries folder for Spark's libraries; fetched into it when first needed
/// @param sparkHome a Spark of one's own, used instead; it must bring `hadoop-aws` along
/// @param master `local[*]` or any other master URL; a job's `--conf spark.master=…` has precedence
/// @param memory of the driver, which in local mode does the work; as in `-Xmx`
/// @param s3Endpoint null for AWS's own
/// @param region of S3
/// @param credentials environment variables with S3's credentials; never on a command line
public record SparkSettings(
    Path libraries,
    @Nullable Path sparkHome,
    String master,
    String memory,
    @Nullable URI s3Endpoint,
    String region,
    Map<String, String> credentials) {
  public SparkSettings {
    credentials = Map.copyOf(credentials);
  }

  /// Spark on this machine's processors, 1 GB, against an S3 endpoint of this machine, changed by
  /// the environment: `SPARK_HOME`, `MILLRACE_SPARK_MASTER`, `MILLRACE_SPARK_MEMORY`,
  /// `MILLRACE_SPARK_LIBRARIES`.
  ///
  /// @param libraries where they are kept unless the environment says otherwise
  public static SparkSettings of(
      Path libraries,
      URI s3Endpoint,
      String accessKeyId,
      String secretAccessKey,
      Map<String, String> environment) {
    var home = environment.getOrDefault("SPARK_HOME", "");
    return new SparkSettings(
        Path.of(environment.getOrDefault("MILLRACE_SPARK_LIBRARIES", libraries.toString()))
            .toAbsolutePath(),
        home.isBlank() ? null : Path.of(home),
        environment.getOrDefault("MILLRACE_SPARK_MASTER", "local[*]"),
        environment.getOrDefault("MILLRACE_SPARK_MEMORY", "1g"),
        s3Endpoint,
        "us-east-1",
        Map.of("AWS_ACCESS_KEY_ID", accessKeyId, "AWS_SECRET_ACCESS_KEY", secretAccessKey));
  }

  @Override
  public String toString() {
    return "Spark at " + master + ", libraries in " + libraries; // no credentials
  }
}
