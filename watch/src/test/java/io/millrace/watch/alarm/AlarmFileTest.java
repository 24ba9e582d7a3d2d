package io.millrace.watch.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmFileTest {
  private static final String GOOD =
      """
      alarmActions: ["${TOPIC}", "https://example.com/${SECRET}"]
      alarms:
        - alarmName: Failures
          namespace: AWS/States
          metricName: ExecutionsFailed
          dimensions: {StateMachineArn: "arn:aws:states:us-east-1:0:stateMachine:m"}
          statistic: Sum
          period: 60
          evaluationPeriods: 3
          threshold: 2.5
          comparisonOperator: GreaterThanThreshold
      """;

  @Test
  void whatIsLeftOutIsAsInCloudWatch() {
    Alarm alarm = AlarmFile.parse("a.yaml", GOOD, _ -> null).getFirst();

    assertThat(alarm.datapointsToAlarm()).isEqualTo(3);
    assertThat(alarm.treatMissingData()).isEqualTo(Alarm.MissingData.missing);
    assertThat(alarm.actionsEnabled()).isTrue();
    assertThat(alarm.threshold()).isEqualTo(2.5);
  }

  @Test
  void actionsAreFilledFromTheEnvironmentAndLeftOutWithoutIt() {
    assertThat(AlarmFile.parse("a.yaml", GOOD, _ -> null).getFirst().alarmActions()).isEmpty();
    assertThat(
            AlarmFile.parse("a.yaml", GOOD, Map.of("SECRET", "x$1", "TOPIC", "arn:t")::get)
                .getFirst()
                .alarmActions())
        .containsExactly("arn:t", "https://example.com/x$1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "period: 60 | period: 45 | Failures: period must be 10, 20, 30 or a multiple of 60",
        "period: 60 | period: 1m | period must be a whole number",
        "statistic: Sum | statistic: p99 | statistic must be one of",
        "threshold: 2.5 | threshold: .nan | threshold must be a number",
        "threshold: 2.5 | treshold: 2.5 | threshold must be a number",
        "metricName: ExecutionsFailed | metricName: ExecutionsFaild | no metric 'ExecutionsFaild'",
        "{StateMachineArn: | {QueueName: | has no dimension 'QueueName'",
        "evaluationPeriods: 3 | evaluationPeriods: 0 | evaluationPeriods must be from 1",
        "period: 60 | period: 86400 | must not exceed a day",
        "evaluationPeriods: 3 | datapointsToAlarm: 4 | from 1 to evaluationPeriods (1)",
        "alarms: | alarm: | no field 'alarm'",
        "alarmName: | name: | alarmName must be a text",
      })
  void aMistakeIsNamedWithItsPlace(String right, String wrong, String problem) {
    assertThatThrownBy(() -> AlarmFile.parse("a.yaml", GOOD.replace(right, wrong), _ -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a.yaml")
        .hasMessageContaining(problem);
  }
}
