package io.millrace.triggers.event;

import io.millrace.triggers.pattern.EventPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which events go where (API_PutRule, API_PutTargets).
///
/// @param name unique among rules
/// @param isEnabled its `State`
public record Rule(String name, EventPattern pattern, boolean isEnabled, List<RuleTarget> targets) {
  /// API_PutRule: "Pattern: [\.\-_A-Za-z0-9]+".
  private static final java.util.regex.Pattern NAME =
      java.util.regex.Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");

  public Rule {
    targets = List.copyOf(targets);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a rule's Name is '" + name + "'; it has to be 1 to 64 letters, digits, '.', '-', '_'");
    }
    Set<String> ids = new HashSet<>();
    for (RuleTarget target : targets) {
      if (!ids.add(target.id())) {
        throw new IllegalArgumentException(
            "rule " + name + " has two targets with the Id '" + target.id() + "'");
      }
    }
  }

  /// Failures of these state machines' executions put the messages they were started with into a
  /// queue: then a failed Standard execution loses no message, as a failed Express one does not.
  ///
  /// @param stateMachineArns of Standard state machines that a pipe starts
  /// @param queueArn the dead-letter queue
  public static Rule originalMessagesOfFailures(
      String name, List<String> stateMachineArns, String queueArn) {
    String machines =
        String.join(",", stateMachineArns.stream().map(arn -> '"' + arn + '"').toList());
    return new Rule(
        name,
        EventPattern.parse(
            """
            {"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"],
             "detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"], "stateMachineArn": [%s]}}
            """
                .formatted(machines)),
        true,
        List.of(RuleTarget.originalMessages("dead-letter-queue", queueArn)));
  }
}
