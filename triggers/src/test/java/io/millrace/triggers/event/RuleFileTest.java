package io.millrace.triggers.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.engine.execution.ExecutionStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuleFileTest {

  @Test
  void aFileSaysWhatEventBridgesOwnCallsSay() {
    Rules rules =
        RuleFile.parse(
            """
            {"Rules": [
              {"Name": "failed-runs", "State": "ENABLED",
               "EventPattern": {"source": ["aws.states"],
                 "detail": {"status": ["FAILED", "TIMED_OUT"], "stateMachineArn": ["arn:one"]}},
               "Targets": [
                 {"Id": "dlq", "Arn": "arn:aws:sqs:us-east-1:000000000000:dlq",
                  "SqsParameters": {"OriginalMessage": true}},
                 {"Id": "hook", "Arn": "https://example.com/hook", "InputPath": "$.detail",
                  "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60},
                  "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:000000000000:undelivered"}}]},
              {"Name": "off", "State": "DISABLED", "EventPattern": "{\\"source\\": [\\"aws.states\\"]}",
               "Targets": []}]}
            """);

    RuleTarget hook = rules.all().getFirst().targets().get(1);
    assertThat(hook.retryPolicy()).isEqualTo(new RetryPolicy(3, Duration.ofMinutes(1)));
    assertThat(hook.deadLetterArn()).endsWith(":undelivered");
    assertThat(rules.all().getFirst().targets().getFirst().originalMessage()).isTrue();
    assertThat(rules.interest().statuses())
        .containsExactlyInAnyOrder(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT);
    assertThat(rules.interest().stateMachineArns()).containsExactly("arn:one");
  }

  @Test
  void aPatternThatDoesNotNameStatusesIsInterestedInAll() {
    Rules rules =
        RuleFile.parse(
            """
            {"Rules": [{"Name": "all", "EventPattern":
              {"detail": {"status": [{"anything-but": "RUNNING"}],
                          "stateMachineArn": [{"prefix": "arn:"}]}}}]}
            """);

    assertThat(rules.interest().statuses()).hasSize(5);
    assertThat(rules.interest().stateMachineArns()).isNull();
  }

  @Test
  void whatIsNotUnderstoodIsRefusedWithTheRulesName() {
    assertThatThrownBy(
            () ->
                RuleFile.parse(
                    """
                    {"Rules": [{"Name": "odd", "EventPattern": {"source": ["aws.states"]},
                      "Targets": [{"Id": "1", "Arn": "arn:x", "InputTransformer": {}}]}]}
                    """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rule odd: 'InputTransformer' is not understood here");
    assertThatThrownBy(() -> RuleFile.parse("[]")).hasMessageContaining("this is no file of rules");
    assertThatThrownBy(
            () -> RuleFile.parse("{\"Rules\":[{\"Name\":\"n\",\"EventPattern\":{\"a\":1}}]}"))
        .hasMessageContaining("Event pattern is not valid");
  }
}
