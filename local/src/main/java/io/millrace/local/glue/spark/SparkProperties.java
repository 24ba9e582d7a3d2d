package io.millrace.local.glue.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Spark's settings here.
final class SparkProperties {
  private static final String HADOOP = "spark.hadoop.";

  private SparkProperties() {}

  /// S3 behind `s3://`, as on Glue, and `s3a://`. An output appears all at once: the magic
  /// committer completes the uploads of a job that succeeded, then writes `_SUCCESS` (Hadoop
  /// documentation, "Committing work to S3 with the S3A Committers").
  static Map<String, String> s3(SparkSettings settings) {
    var properties = new TreeMap<String, String>();
    for (var scheme : new String[] {"s3", "s3a"}) {
      properties.put(HADOOP + "fs." + scheme + ".impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
      properties.put(
          HADOOP + "mapreduce.outputcommitter.factory.scheme." + scheme,
          "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    }
    properties.put(HADOOP + "fs.s3a.committer.name", "magic");
    properties.put(
        "spark.sql.sources.commitProtocolClass",
        "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol");
    properties.put(
        "spark.sql.parquet.output.committer.class",
        "org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter");
    properties.put(HADOOP + "fs.s3a.endpoint.region", settings.region());
    // The default, "analytics", reads ahead with a library that we leave out.
    properties.put(HADOOP + "fs.s3a.input.stream.type", "classic");
    // Eight doublings of half a second: an endpoint that is away for a minute is waited for.
    properties.put(HADOOP + "fs.s3a.retry.limit", "8");
    if (settings.s3Endpoint() != null) {
      properties.put(HADOOP + "fs.s3a.endpoint", settings.s3Endpoint().toString());
      properties.put(HADOOP + "fs.s3a.path.style.access", "true");
    }
    return properties;
  }

  /// Nothing listens to other machines, and few partitions, as there are few processors.
  static Map<String, String> onOneMachine(Path folder) {
    return Map.of(
        "spark.driver.bindAddress",
        "127.0.0.1",
        "spark.driver.host",
        "127.0.0.1",
        "spark.ui.enabled",
        "false",
        "spark.sql.warehouse.dir",
        folder.resolve("warehouse").toString(),
        HADOOP + "fs.s3a.buffer.dir",
        folder.resolve("scratch").toString(),
        "spark.sql.shuffle.partitions",
        Integer.toString(Math.max(8, 4 * Runtime.getRuntime().availableProcessors())));
  }
}
