package io.millrace.pipelines.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Joins and aggregates many candidates as the targeting chain's fourth stage does: run by
/// `bench/spark`. The candidates are made by a Spark job as well; both go through Glue's API and
/// S3.
final class SparkBench {
  private static final int PER_CATEGORY = 1_200;
  private static final int CATEGORIES = 8;

  private SparkBench() {}

  public static void main(String[] arguments) throws Exception {
    var candidates = Long.parseLong(arguments[0]);
    var folder = Path.of(arguments[1]);
    Files.createDirectories(folder);
    var libraries = Path.of(System.getProperty("user.home"), ".cache/millrace/spark");
    try (var world = new SparkWorld(folder, libraries)) {
      var made =
          world.runJob(
              SparkJobs.CANDIDATE_POPULATION,
              Map.of("--candidates", arguments[0], "--seed", "1", "--output-key", "bench/in/"));
      report("made", candidates, made, bytes(world, "bench/in/"));
      var capped =
          world.runJob(
              SparkJobs.CANDIDATE_CAPPING,
              Map.of(
                  "--input-key",
                  "bench/in/",
                  "--output-key",
                  "bench/out/",
                  "--per-category",
                  Integer.toString(PER_CATEGORY)));
      report("capped", candidates, capped, bytes(world, "bench/in/"));
      var kept = world.lines("bench/out/part-");
      System.out.printf("kept     %,d candidates%n", kept);
      if (kept != Math.min(candidates, CATEGORIES * PER_CATEGORY)) {
        throw new AssertionError("There should be " + CATEGORIES * PER_CATEGORY + ".");
      }
    }
  }

  private static void report(String what, long candidates, JsonNode run, long bytes) {
    var seconds =
        run.path("CompletedOn").asDouble() - run.path("StartedOn").asDouble(); // with Spark's start
    System.out.printf(
        "%-8s %,d candidates, %,.0f MB in %.1f s: %,.0f candidates/s, %.1f MB/s%n",
        what, candidates, bytes / 1e6, seconds, candidates / seconds, bytes / 1e6 / seconds);
  }

  private static long bytes(SparkWorld world, String prefix) {
    return world
        .s3()
        .listObjectsV2Paginator(list -> list.bucket(SparkWorld.BUCKET).prefix(prefix))
        .contents()
        .stream()
        .mapToLong(S3Object::size)
        .sum();
  }
}
