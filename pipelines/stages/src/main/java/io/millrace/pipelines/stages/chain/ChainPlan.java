package io.millrace.pipelines.stages.chain;

import io.millrace.pipelines.stages.chain.ChainStage.LambdaStage;
import io.millrace.pipelines.stages.chain.ChainStage.SparkStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A chain as people want to see it before they deploy it: what follows what, where everything is
/// stored, how long it may take. Pure.
public final class ChainPlan {
  private ChainPlan() {}

  /// The plan as lines of text.
  public static List<String> of(Chain chain) {
    var lines = new ArrayList<String>();
    lines.add(
        "%s: %d stages, %s, bucket %s"
            .formatted(chain.name(), chain.stages().size(), chain.type(), chain.bucket()));
    lines.add("");
    lines.addAll(table(chain));
    lines.add("");
    lines.addAll(paths(chain));
    lines.add("");
    var budget = Budget.of(chain);
    lines.addAll(time(chain, budget));
    var warnings = budget.warnings(chain);
    if (!warnings.isEmpty()) {
      lines.add("");
      lines.addAll(warnings);
    }
    return lines;
  }

  private static List<String> table(Chain chain) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", "STAGE", "TYPE", "RUNS", "EXPECTED", "TIMEOUT", "RETRIES", "WHAT"));
    var number = 1;
    for (var stage : chain.stages()) {
      rows.add(
          List.of(
              Integer.toString(number++),
              stage.name(),
              stage instanceof SparkStage ? "spark" : "lambda",
              switch (stage) {
                case LambdaStage lambda -> lambda.function();
                case SparkStage spark -> "job " + spark.job();
              },
              time(stage.expected()),
              time(stage.timeout()),
              retries(stage.retry()),
              stage.title()));
    }
    return aligned(rows);
  }

  private static String retries(Retry retry) {
    return retry.maxAttempts() == 0
        ? "none"
        : "%d, up to %s".formatted(retry.maxAttempts(), time(retry.waits(retry.maxAttempts())));
  }

  private static List<String> paths(Chain chain) {
    var lines = new ArrayList<String>();
    lines.add("Paths in s3://" + chain.bucket() + " (runId: the input's, else the message's id,");
    lines.add("else the execution's name):");
    var rows = new ArrayList<List<String>>();
    for (var stage : chain.stages()) {
      var before = chain.before(stage);
      rows.add(
          List.of(
              "  " + stage.name(),
              "reads " + (before == null ? "initialData" : "executions/{runId}/" + before + "/"),
              "writes executions/{runId}/" + stage.name() + "/"));
    }
    lines.addAll(aligned(rows));
    if (chain.type() == Chain.Type.EXPRESS) {
      lines.add(
          "  failed executions are recorded in executions/{runId}/" + ChainMachine.FAILURES + "/");
    }
    return lines;
  }

  private static List<String> time(Chain chain, Budget budget) {
    var rows = new ArrayList<List<String>>();
    var express = chain.type() == Chain.Type.EXPRESS;
    rows.add(List.of("Time", ""));
    rows.add(List.of("  expected", left(budget.expected(), express)));
    rows.add(List.of("  expected, one stage retried", left(budget.oneRetry(), express)));
    rows.add(List.of("  every stage to its timeout", time(budget.timeouts())));
    rows.add(List.of("  and every retry, too", time(budget.longest())));
    rows.add(List.of("  execution ends after", time(chain.executionTimeout())));
    return aligned(rows);
  }

  private static String left(@Nullable Duration time, boolean express) {
    if (time == null || !express) {
      return time(time);
    }
    var left = Chain.EXPRESS_LIMIT.minus(time);
    return left.isNegative()
        ? "%s of 300 s: %s too long".formatted(time(time), time(left.negated()))
        : "%s of 300 s: %s left".formatted(time(time), time(left));
  }

  private static String time(@Nullable Duration time) {
    if (time == null) {
      return "?";
    }
    var seconds = time.toMillis() / 1000.0;
    if (seconds < 600) {
      return seconds == Math.rint(seconds)
          ? "%d s".formatted((long) seconds)
          : String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return seconds < 3 * 3600
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  private static List<String> aligned(List<List<String>> rows) {
    var widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (var row : rows) {
      for (var i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> aligned(row, widths)).toList();
  }

  private static String aligned(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < row.size(); i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
