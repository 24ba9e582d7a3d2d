package io.millrace.pipelines.spark;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/// Candidates made up from a seed, in the form in which stage 3 leaves them: something for
/// `bench/spark` to cap. Each is the same whatever the number of partitions.
///
/// Arguments: `--output-bucket`, `--output-key`, `--candidates` (10,000,000), `--seed` (1).
public final class CandidatePopulation {
  private static final int CANDIDATES = 10_000_000;
  private static final int PER_PARTITION = 500_000;

  private CandidatePopulation() {}

  public static void main(String[] words) throws IOException {
    var arguments = JobArguments.of(words);
    var candidates = arguments.count("--candidates", CANDIDATES);
    var seed = arguments.count("--seed", 1);
    try (var spark = SparkSession.builder().getOrCreate()) {
      spark
          .range(0, candidates, 1, Math.max(1, candidates / PER_PARTITION))
          .selectExpr(
              person(seed) + " AS person",
              oneOf(seed, 10, "BOOKS CAMPING CYCLING GARDEN KITCHEN MUSIC RUNNING TOYS")
                  + " AS best",
              drawn(seed, 11, 400) + " AS score",
              drawn(seed, 12, 100_000) + " AS spentCents")
          .write()
          .mode("overwrite")
          .json(arguments.output());
    }
  }

  private static String person(int seed) {
    var purchase =
        "named_struct('productId', %s, 'daysAgo', %s, 'cents', %s, 'channel', %s)"
            .formatted(
                drawn(seed, 1, 4_000),
                drawn(seed, 2, 730),
                drawn(seed, 3, 20_000),
                oneOf(seed, 4, "shop web phone fair"));
    return ("named_struct('id', cast(id AS INT), 'name', concat('person ', id),"
            + " 'email', concat('person.', id, '@example.org'), 'country', %s, 'age', 14 + %s,"
            + " 'active', %s > 0, 'wantsMail', %s > 0, 'contactedDaysAgo', %s,"
            + " 'purchases', array(%s), 'notes', '')")
        .formatted(
            oneOf(seed, 5, "AT BE CH DE DK FR IT NL PL SE"),
            drawn(seed, 6, 80),
            drawn(seed, 7, 20),
            drawn(seed, 8, 12),
            drawn(seed, 9, 120),
            purchase);
  }

  private static String oneOf(int seed, int what, String words) {
    var list = words.split(" ");
    return "element_at(array('%s'), 1 + %s)"
        .formatted(String.join("', '", list), drawn(seed, what, list.length));
  }

  /// A number from 0, decided by the seed, the person and what is asked.
  private static String drawn(int seed, int what, int below) {
    return "cast(pmod(xxhash64(id, %d, %d), %d) AS INT)".formatted(seed, what, below);
  }
}
