package io.millrace.pipelines.spark;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where the JAR with these jobs is: what a job's `--extra-jars` names. Needs no Spark.
public final class SparkJobs {
  /// For `--class` of the job `targeting-capping`.
  public static final String CANDIDATE_CAPPING = "io.millrace.pipelines.spark.CandidateCapping";

  /// For `--class` of a job that makes candidates up.
  public static final String CANDIDATE_POPULATION =
      "io.millrace.pipelines.spark.CandidatePopulation";

  private SparkJobs() {}

  /// The JAR that this class came from; a folder of classes in a build that has made no JAR yet.
  public static Path jar() {
    try {
      return Path.of(SparkJobs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The class path has an entry that is no file.", e);
    }
  }
}
