package io.millrace.cli.stages;

import io.millrace.pipelines.stages.run.RunStatus;
import io.millrace.pipelines.stages.run.StageStatus;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// A run as text: a table with a line for each stage, and under it what failed. Pure.
final class RunReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> HEADS =
      List.of("STAGE", "STATE", "TIME", "FINISHED (UTC)", "RECORDS", "BYTES", "OUTPUT");

  private RunReport() {}

  static List<String> lines(RunStatus run, String bucket, ExecutionLook execution) {
    List<String> lines = new ArrayList<>();
    lines.add("Run " + run.runId() + " in the bucket " + bucket);
    var found = execution.found();
    if (found != null) {
      lines.add(execution(found));
    } else if (execution.trouble() != null) {
      lines.add("(" + execution.trouble() + ")");
    }
    lines.add("");
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADS);
    run.stages().forEach(stage -> rows.add(row(stage, execution)));
    lines.addAll(table(rows));
    List<String> failures = failures(run);
    if (!failures.isEmpty()) {
      lines.add("");
      lines.addAll(failures);
    }
    return lines;
  }

  private static String execution(DescribeExecutionResponse found) {
    String time =
        found.stopDate() == null
            ? ""
            : " after " + seconds(Duration.between(found.startDate(), found.stopDate()));
    String why =
        found.error() == null && found.cause() == null
            ? ""
            : ": " + reason(String.valueOf(found.error()), found.cause());
    return found.executionArn() + " " + found.statusAsString() + time + why;
  }

  private static List<String> row(StageStatus stage, ExecutionLook execution) {
    var visit = execution.visits().get(stage.stage());
    var found = execution.found();
    boolean isInside =
        visit != null
            && visit.left() == null
            && found != null
            && found.status() == ExecutionStatus.RUNNING;
    Duration time = visit == null ? stage.sincePrevious() : visit.time();
    boolean isPublished = stage.finished() != null;
    return List.of(
        stage.stage(),
        isInside ? "RUNNING" : stage.state().name(),
        time == null ? "-" : seconds(time),
        stage.finished() == null ? "-" : TIME.format(stage.finished()),
        stage.records() == null ? "-" : String.format(Locale.ROOT, "%,d", stage.records()),
        stage.parts() == 0 ? "-" : String.format(Locale.ROOT, "%,d", stage.bytes()),
        isPublished
            ? stage.place() + (stage.parts() == 1 ? "" : " (%d parts)".formatted(stage.parts()))
            : "-");
  }

  /// Numbers to the right, words to the left.
  private static List<String> table(List<List<String>> rows) {
    int[] widths = new int[HEADS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        boolean isNumber = i == 2 || i == 4 || i == 5;
        String blank = " ".repeat(widths[i] - row.get(i).length());
        line.append(isNumber ? blank + row.get(i) : row.get(i) + blank).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static List<String> failures(RunStatus run) {
    List<String> lines = new ArrayList<>();
    for (StageStatus stage : run.stages()) {
      var failure = stage.failure();
      if (failure != null) {
        String attempts =
            stage.failedAttempts() == 0
                ? ""
                : stage.failedAttempts() == 1
                    ? " (1 attempt failed)"
                    : " (%d attempts failed, the last so)".formatted(stage.failedAttempts());
        lines.add(stage.stage() + attempts + ": " + reason(failure.error(), failure.cause()));
      }
    }
    var failure = run.executionFailure();
    if (failure != null) {
      lines.add("An execution failed: " + reason(failure.error(), failure.cause()));
    }
    return lines;
  }

  private static String reason(String error, @Nullable String cause) {
    String text = cause == null ? error : error + ": " + cause.lines().findFirst().orElse("");
    return text.length() > 300 ? text.substring(0, 299) + "…" : text;
  }

  private static String seconds(Duration time) {
    return time.toMillis() < 100_000
        ? String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0)
        : "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
