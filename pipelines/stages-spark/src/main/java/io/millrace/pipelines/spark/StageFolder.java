package io.millrace.pipelines.spark;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// What a stage left: the parts that its manifest names, or all parts of a Spark job's folder that
/// has a `_SUCCESS`.
///
/// @param records how many the manifest promises; -1 when nobody counted
public record StageFolder(String folder, List<String> parts, boolean isOneValue, long records) {
  private static final int MANIFEST_VERSION = 1;
  private static final String MANIFEST_SCHEMA =
      "manifestVersion INT, stage STRING, format STRING, records BIGINT, bytes BIGINT,"
          + " parts ARRAY<STRUCT<name: STRING, bytes: BIGINT>>";

  public StageFolder {
    parts = List.copyOf(parts);
  }

  /// Finds a stage's output.
  ///
  /// @param folder with `/` at its end
  /// @throws IllegalStateException when it is absent, unfinished or damaged
  public static StageFolder find(SparkSession spark, String folder) {
    if (exists(spark, folder + "manifest.json")) {
      return ofManifest(spark, folder);
    }
    if (exists(spark, folder + "_SUCCESS")) {
      return new StageFolder(folder, List.of(folder), false, -1);
    }
    throw new IllegalStateException(
        "There is no finished output in "
            + folder
            + ": neither manifest.json nor _SUCCESS. The stage before must have finished in this"
            + " run.");
  }

  private static StageFolder ofManifest(SparkSession spark, String folder) {
    var manifest =
        spark
            .read()
            .schema(MANIFEST_SCHEMA)
            .option("multiLine", "true")
            .option("mode", "FAILFAST")
            .json(folder + "manifest.json")
            .first();
    int version = manifest.getAs("manifestVersion");
    if (version != MANIFEST_VERSION) {
      throw new IllegalStateException(
          folder
              + "manifest.json has manifestVersion "
              + version
              + "; this job reads "
              + MANIFEST_VERSION
              + ". Run the job of the same version as the stage before.");
    }
    List<Row> parts = manifest.getList(manifest.fieldIndex("parts"));
    var paths = parts.stream().map(part -> folder + part.getString(0)).toList();
    requireBytes(spark, folder, paths, manifest.getAs("bytes"));
    return new StageFolder(
        folder, paths, "json".equals(manifest.getAs("format")), manifest.getAs("records"));
  }

  /// Only looks at the sizes, which a part that was cut off or replaced betrays.
  private static void requireBytes(
      SparkSession spark, String folder, List<String> paths, long wanted) {
    if (paths.isEmpty()) {
      return;
    }
    var found =
        spark
            .read()
            .format("binaryFile")
            .load(paths.toArray(String[]::new))
            .selectExpr("sum(length)")
            .first()
            .getLong(0);
    if (found != wanted) {
      throw new IllegalStateException(
          "The parts in "
              + folder
              + " have "
              + found
              + " bytes instead of the "
              + wanted
              + " that manifest.json promises. Run the stage that wrote them again.");
    }
  }

  /// Spark says of a path whether it is there, also of one whose name hides it from readers.
  private static boolean exists(SparkSession spark, String path) {
    try {
      return spark.read().text(path).columns().length > 0; // one column, whatever is in the file
    } catch (Exception e) { // Scala declares no checked exceptions, so none can be named here
      if (String.valueOf(e.getMessage()).contains("PATH_NOT_FOUND")) {
        return false;
      }
      throw e;
    }
  }

  /// The records.
  ///
  /// @param schema in Spark's DDL; a record that does not fit fails the job
  public Dataset<Row> read(SparkSession spark, String schema) {
    return spark
        .read()
        .schema(schema)
        .option("mode", "FAILFAST")
        .option("multiLine", Boolean.toString(isOneValue))
        .json(parts.toArray(String[]::new));
  }

  /// @throws IllegalStateException when there are not as many records as the manifest promises
  public void requireRecords(long found) {
    if (records >= 0 && found != records) {
      throw new IllegalStateException(
          "The parts in "
              + folder
              + " have "
              + found
              + " records instead of the "
              + records
              + " that manifest.json promises. Run the stage that wrote them again.");
    }
  }
}
