package io.millrace.watch.alarm;

import static io.millrace.watch.alarm.Alarm.State.ALARM;
import static io.millrace.watch.alarm.Alarm.State.INSUFFICIENT_DATA;
import static io.millrace.watch.alarm.Alarm.State.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.watch.alarm.Datapoints.Datapoint;
import io.millrace.watch.metrics.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data": its two tables,
/// row by row. `X` breaches, `0` does not, `-` is missing, the latest at the right; `keep` is
/// "Retain current state".
class EvaluationTest {

  @ParameterizedTest
  @CsvSource({
    "0 - X - X, OK, OK, OK, OK",
    "- - - - 0, OK, OK, OK, OK",
    "- - - - -, INSUFFICIENT_DATA, keep, ALARM, OK",
    "0 X X - X, ALARM, ALARM, ALARM, ALARM",
    "- - X - -, ALARM, keep, ALARM, OK",
  })
  void threeOfThreeAsInCloudWatchsTable(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    assertRow(3, points, missing, ignore, breaching, notBreaching);
  }

  @ParameterizedTest
  @CsvSource({
    "0 - X - X, ALARM, ALARM, ALARM, ALARM",
    "0 0 X 0 X, ALARM, ALARM, ALARM, ALARM",
    "0 - X - -, OK, OK, ALARM, OK",
    "- - - - 0, OK, OK, ALARM, OK",
    "- - - X -, ALARM, keep, ALARM, OK",
  })
  void twoOfThreeAsInCloudWatchsTable(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    assertRow(2, points, missing, ignore, breaching, notBreaching);
  }

  private static void assertRow(
      int needed,
      String points,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    assertState(needed, Alarm.MissingData.missing, points, missing);
    assertState(needed, Alarm.MissingData.ignore, points, ignore);
    assertState(needed, Alarm.MissingData.breaching, points, breaching);
    assertState(needed, Alarm.MissingData.notBreaching, points, notBreaching);
  }

  private static void assertState(
      int needed, Alarm.MissingData missing, String points, String wanted) {
    for (Alarm.State present : Alarm.State.values()) {
      Alarm.State expected = wanted.equals("keep") ? present : Alarm.State.valueOf(wanted);
      assertThat(Evaluation.of(rule(needed, missing), points(points), present).state())
          .as("%s, missing data %s, from %s", points, missing, present)
          .isEqualTo(expected);
    }
  }

  @Test
  void aSingleBreachIsNoAlarmBeforeItHasLastedLongEnough() {
    Alarm rule = rule(2, Alarm.MissingData.missing);

    assertThat(Evaluation.of(rule, points("- - - - X"), INSUFFICIENT_DATA).state())
        .isEqualTo(INSUFFICIENT_DATA);
    assertThat(Evaluation.of(rule, points("- - - X -"), INSUFFICIENT_DATA).state())
        .isEqualTo(ALARM);
  }

  @Test
  void theReasonNamesValuesTimesAndTheThreshold() {
    Evaluation result =
        Evaluation.of(rule(2, Alarm.MissingData.notBreaching), points("0 0 X 0 X"), OK);

    assertThat(result.reason())
        .isEqualTo(
            "Threshold Crossed: 2 out of the last 3 datapoints [9.0 (01/01/70 00:04:00), 0.0"
                + " (01/01/70 00:03:00), 9.0 (01/01/70 00:02:00)] were greater than the threshold"
                + " (5.0) (minimum 2 datapoints for OK -> ALARM transition).");
  }

  private static Alarm rule(int needed, Alarm.MissingData missing) {
    return new Alarm(
        "rule",
        "",
        Metric.EXECUTIONS_FAILED,
        Map.of(),
        Alarm.Statistic.Sum,
        Duration.ofMinutes(1),
        3,
        needed,
        5,
        Alarm.Comparison.GreaterThanThreshold,
        missing,
        true,
        List.of(),
        List.of(),
        List.of());
  }

  private static List<Datapoint> points(String text) {
    List<Datapoint> points = new ArrayList<>();
    for (String one : text.split(" ")) {
      points.add(
          new Datapoint(
              points.size() * 60_000L,
              switch (one) {
                case "X" -> OptionalDouble.of(9);
                case "0" -> OptionalDouble.of(0);
                default -> OptionalDouble.empty();
              }));
    }
    return points;
  }
}
