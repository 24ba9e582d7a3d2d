package io.millrace.pipelines.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/// Stage 4 of the targeting chain as a Spark job: at most so many candidates of each category,
/// those with the highest scores, of equal scores those with the lowest ids, in the order of ids.
///
/// The candidates are counted by category and score, which leaves a small table whatever their
/// number; it says from which score on there is room. Joined with it, all but the best and those
/// who tie for the last places fall away before anything is sorted.
///
/// Arguments: those of every Spark stage ([JobArguments]) and `--per-category` (1,200).
public final class CandidateCapping {
  private static final int PER_CATEGORY = 1_200;

  static final String CANDIDATE =
      "person STRUCT<id: INT, name: STRING, email: STRING, country: STRING, age: INT,"
          + " active: BOOLEAN, wantsMail: BOOLEAN, contactedDaysAgo: INT,"
          + " purchases: ARRAY<STRUCT<productId: INT, daysAgo: INT, cents: INT, channel: STRING>>,"
          + " notes: STRING>, best STRING, score INT, spentCents INT";

  private CandidateCapping() {}

  public static void main(String[] words) throws IOException {
    var arguments = JobArguments.of(words);
    try (var spark = SparkSession.builder().getOrCreate()) {
      var input = StageFolder.find(spark, arguments.input());
      var candidates = input.read(spark, CANDIDATE);
      var counts = counts(candidates).cache();
      input.requireRecords(counts.agg(coalesce(sum("many"), lit(0L))).first().getLong(0));
      capped(candidates, counts, arguments.count("--per-category", PER_CATEGORY))
          .write()
          .mode("overwrite")
          .json(arguments.output());
    }
  }

  /// How many candidates each category has of each score.
  static Dataset<Row> counts(Dataset<Row> candidates) {
    return candidates.groupBy("best", "score").agg(count(lit(1)).as("many"));
  }

  static Dataset<Row> capped(Dataset<Row> candidates, Dataset<Row> counts, int perCategory) {
    var better =
        Window.partitionBy("best")
            .orderBy(col("score").desc())
            .rowsBetween(Window.unboundedPreceding(), -1);
    var room =
        counts
            .withColumn("room", lit(perCategory).minus(coalesce(sum("many").over(better), lit(0L))))
            .where("room > 0")
            .select("best", "score", "room");
    var byId = Window.partitionBy("best", "score").orderBy("person.id");
    return candidates
        .join(broadcast(room), new String[] {"best", "score"})
        .withColumn("place", row_number().over(byId))
        .where("place <= room")
        .orderBy("person.id")
        .select("person", "best", "score", "spentCents");
  }
}
