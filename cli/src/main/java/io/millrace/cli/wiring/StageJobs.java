package io.millrace.cli.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.glue.GlueEndpoint;
import io.millrace.local.glue.spark.SparkLibraries;
import io.millrace.local.glue.spark.SparkProgram;
import io.millrace.local.glue.spark.SparkSettings;
import io.millrace.pipelines.spark.SparkJobs;
import io.millrace.pipelines.stages.chain.Chain;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import io.millrace.pipelines.stages.output.StageJson;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The Glue jobs of chains with Spark stages. Spark itself is fetched when the first of them runs.
final class StageJobs {
  /// The job of the worked example; everybody else's are made by CreateJob.
  private static final String EXAMPLE = "targeting-capping";

  private StageJobs() {}

  /// Whether any of the chains has a Spark job.
  static boolean areIn(List<Chain> chains) {
    return chains.stream()
        .flatMap(chain -> chain.stages().stream())
        .anyMatch(SparkStage.class::isInstance);
  }

  /// Starts Glue's jobs.
  ///
  /// @param data the folder of the installation
  /// @param s3 where the jobs find their objects
  static GlueEndpoint start(Path data, int port, URI s3) {
    var libraries =
        Path.of(System.getProperty("user.home"), ".cache", "millrace", "spark").toAbsolutePath();
    var settings = SparkSettings.of(libraries, s3, "local", "local", System.getenv());
    var glue =
        GlueEndpoint.start(
            data.resolve("jobs"),
            port,
            new SparkProgram(settings, new SparkLibraries(settings.libraries())));
    glue.define(EXAMPLE, example());
    return glue;
  }

  private static ObjectNode example() {
    var settings = StageJson.MAPPER.createObjectNode();
    settings.put("Role", "arn:aws:iam::000000000000:role/millrace").put("GlueVersion", "5.0");
    settings.put("JobRunQueuingEnabled", true); // one at a time; the others wait, as WAITING
    settings
        .putObject("Command")
        .put("Name", "glueetl")
        .put("ScriptLocation", SparkJobs.jar().toString());
    settings
        .putObject("DefaultArguments")
        .put("--job-language", "scala")
        .put("--class", SparkJobs.CANDIDATE_CAPPING);
    return settings;
  }
}
