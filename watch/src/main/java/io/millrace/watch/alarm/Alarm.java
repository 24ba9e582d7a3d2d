package io.millrace.watch.alarm;

import io.millrace.watch.metrics.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A rule, in the terms of CloudWatch's PutMetricAlarm.
///
/// @param name 1 to 255 characters, unique in its file
/// @param dimensions of the series it looks at; one that is left out stands for all its values,
///   taken together (CloudWatch would need a metric without that dimension)
/// @param period 10, 20 or 30 s, or whole minutes
/// @param evaluationPeriods how many periods it looks at, 1 to 1,440; with [#period] at most a day
/// @param datapointsToAlarm how many of them must breach, 1 to [#evaluationPeriods]
/// @param alarmActions who is told when it becomes ALARM: an SNS topic's ARN, or a URL
public record Alarm(
    String name,
    String description,
    Metric metric,
    Map<String, String> dimensions,
    Statistic statistic,
    Duration period,
    int evaluationPeriods,
    int datapointsToAlarm,
    double threshold,
    Comparison comparison,
    MissingData treatMissingData,
    boolean actionsEnabled,
    List<String> alarmActions,
    List<String> okActions,
    List<String> insufficientDataActions) {

  private static final int NAME_MAX = 255;
  private static final int PERIODS_MAX = 1_440;

  public Alarm {
    dimensions = Map.copyOf(dimensions);
    alarmActions = List.copyOf(alarmActions);
    okActions = List.copyOf(okActions);
    insufficientDataActions = List.copyOf(insufficientDataActions);
    require(
        !name.isBlank() && name.length() <= NAME_MAX,
        "alarmName must have 1 to 255 characters, not '" + name + "'");
    for (String dimension : dimensions.keySet()) {
      require(
          metric.dimensions().contains(dimension),
          "%s: %s has no dimension '%s'; it has %s"
              .formatted(name, metric.cloudWatchName(), dimension, metric.dimensions()));
    }
    long seconds = period.toSeconds();
    require(
        seconds == 10 || seconds == 20 || seconds == 30 || (seconds > 0 && seconds % 60 == 0),
        "%s: period must be 10, 20, 30 or a multiple of 60 seconds, not %d"
            .formatted(name, seconds));
    require(
        evaluationPeriods >= 1 && evaluationPeriods <= PERIODS_MAX,
        "%s: evaluationPeriods must be from 1 to %d, not %d"
            .formatted(name, PERIODS_MAX, evaluationPeriods));
    require(
        period.multipliedBy(evaluationPeriods).compareTo(Duration.ofDays(1)) <= 0,
        name + ": period times evaluationPeriods must not exceed a day");
    require(
        datapointsToAlarm >= 1 && datapointsToAlarm <= evaluationPeriods,
        "%s: datapointsToAlarm must be from 1 to evaluationPeriods (%d), not %d"
            .formatted(name, evaluationPeriods, datapointsToAlarm));
    require(Double.isFinite(threshold), name + ": threshold must be a number");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /// Who is told when it enters this state.
  public List<String> actions(State state) {
    return switch (state) {
      case OK -> okActions;
      case ALARM -> alarmActions;
      case INSUFFICIENT_DATA -> insufficientDataActions;
    };
  }

  /// Whether it looks at the series with these dimensions, in the metric's order.
  boolean looksAt(List<String> dimensionValues) {
    for (int i = 0; i < dimensionValues.size(); i++) {
      String wanted = dimensions.get(metric.dimensions().get(i));
      if (wanted != null && !Objects.equals(wanted, dimensionValues.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// What an alarm says.
  public enum State {
    OK,
    ALARM,
    /// It has just started, or its metric says nothing.
    INSUFFICIENT_DATA
  }

  /// What the values of a period become.
  public enum Statistic {
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum
  }

  /// When a datapoint breaches.
  public enum Comparison {
    GreaterThanOrEqualToThreshold("greater than or equal to"),
    GreaterThanThreshold("greater than"),
    LessThanThreshold("less than"),
    LessThanOrEqualToThreshold("less than or equal to");

    private final String words;

    Comparison(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    boolean breaches(double value, double threshold) {
      return switch (this) {
        case GreaterThanOrEqualToThreshold -> value >= threshold;
        case GreaterThanThreshold -> value > threshold;
        case LessThanThreshold -> value < threshold;
        case LessThanOrEqualToThreshold -> value <= threshold;
      };
    }
  }

  /// What a period without values means.
  public enum MissingData {
    breaching,
    notBreaching,
    ignore,
    missing
  }
}
