package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks and prints a table in which each figure stands beside the one in the
/// baseline file. A ratio above 1 is better than the baseline, whatever the unit.
///
/// Arguments: the baseline file; then any of `--save` (the figures become the baseline), `--quick`
/// (fewer and shorter rounds), and texts that the names of the benchmarks to run contain.
public final class Report {
  private static final int ROUNDS = 5;

  private Report() {}

  /// One figure.
  ///
  /// @param error half the width of JMH's 99.9 % confidence interval
  private record Figure(double score, double error, String unit) {
    boolean moreIsBetter() {
      return unit.startsWith("ops/");
    }

    double ratio(double baseline) {
      return moreIsBetter() ? score / baseline : baseline / score;
    }
  }

  public static void main(String[] arguments) throws RunnerException, IOException {
    Path baseline = Path.of(arguments[0]);
    List<String> rest = List.of(arguments).subList(1, arguments.length);
    List<String> names = rest.stream().filter(text -> !text.startsWith("--")).toList();
    OptionsBuilder options = new OptionsBuilder();
    names.forEach(name -> options.include(".*" + name + ".*"));
    boolean quick = rest.contains("--quick");
    TimeValue round = TimeValue.milliseconds(quick ? 300 : 1_000);
    options
        .forks(quick ? 1 : 2)
        .warmupIterations(ROUNDS)
        .measurementIterations(ROUNDS)
        .warmupTime(round)
        .measurementTime(round)
        .jvmArgs("-Xmx1g", "-XX:+UseSerialGC");

    Map<String, Figure> figures = figures(new Runner(options.build()).run());
    System.out.print(table(figures, read(baseline)));
    if (rest.contains("--save")) {
      save(baseline, figures);
    }
  }

  private static Map<String, Figure> figures(Collection<RunResult> results) {
    Map<String, Figure> figures = new TreeMap<>();
    for (RunResult result : results) {
      var primary = result.getPrimaryResult();
      figures.put(
          name(result.getParams()),
          new Figure(primary.getScore(), primary.getScoreError(), primary.getScoreUnit()));
    }
    return figures;
  }

  private static String name(BenchmarkParams params) {
    String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    StringBuilder name = new StringBuilder(method);
    for (String key : params.getParamsKeys()) {
      name.append(' ').append(params.getParam(key));
    }
    return name.toString();
  }

  private static String table(Map<String, Figure> figures, JsonNode baseline) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| what | figure | ± | unit | baseline | ratio |\n|---|---:|---:|---|---:|---:|\n");
    figures.forEach(
        (name, figure) -> {
          JsonNode before = baseline.path(name).path("score");
          table.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %,.0f | %,.0f | %s | %s | %s |%n",
                  name.contains("$") ? name.replaceFirst(" (.*)", " `$1`") : name,
                  figure.score,
                  figure.error,
                  figure.unit,
                  before.isNumber() ? String.format(Locale.ROOT, "%,.0f", before.asDouble()) : "–",
                  before.isNumber()
                      ? String.format(Locale.ROOT, "%.2f", figure.ratio(before.asDouble()))
                      : "–"));
        });
    return table.toString();
  }

  private static JsonNode read(Path file) throws IOException {
    return Files.exists(file)
        ? Json.mapper().readTree(file.toFile())
        : Json.mapper().createObjectNode();
  }

  /// Benchmarks that were not run keep the figure they had.
  private static void save(Path file, Map<String, Figure> figures) {
    try {
      Map<String, JsonNode> all = new TreeMap<>();
      Iterator<Map.Entry<String, JsonNode>> before = read(file).properties().iterator();
      before.forEachRemaining(entry -> all.put(entry.getKey(), entry.getValue()));
      figures.forEach(
          (name, figure) ->
              all.put(
                  name,
                  Json.mapper()
                      .createObjectNode()
                      .put("score", Math.round(figure.score))
                      .put("unit", figure.unit)));
      ObjectNode written = Json.mapper().createObjectNode();
      all.forEach(written::set);
      Files.writeString(
          file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(written) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the baseline file " + file + " cannot be written", e);
    }
  }
}
