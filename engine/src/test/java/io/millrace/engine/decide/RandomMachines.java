package io.millrace.engine.decide;

import java.util.StringJoiner;
import java.util.random.RandomGenerator;

/// Draws definitions: nested Parallel and Map states, tasks with Retry and Catch, waits, failures,
/// variables.
final class RandomMachines {
  private final RandomGenerator random;
  private int names;

  RandomMachines(RandomGenerator random) {
    this.random = random;
  }

  String definition() {
    return graph(3);
  }

  private String graph(int depth) {
    int count = 1 + random.nextInt(3);
    String[] states = new String[count];
    for (int i = 0; i < count; i++) {
      states[i] = "S" + names++;
    }
    StringJoiner body = new StringJoiner(",");
    for (int i = 0; i < count; i++) {
      String next = i + 1 < count ? "\"Next\":\"" + states[i + 1] + "\"" : "\"End\":true";
      body.add("\"" + states[i] + "\":" + state(depth, next, states[count - 1]));
    }
    return "{\"StartAt\":\"" + states[0] + "\",\"States\":{" + body + "}}";
  }

  private String state(int depth, String next, String last) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 ->
          "{\"Type\":\"Pass\",\"Assign\":{\"v"
              + depth
              + "\":"
              + random.nextInt(9)
              + "},"
              + next
              + "}";
      case 1 -> "{\"Type\":\"Wait\",\"Seconds\":" + random.nextInt(5) + "," + next + "}";
      case 2, 3 ->
          "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"TimeoutSeconds\":"
              + (3 + random.nextInt(20))
              + ","
              + parameters()
              + retry()
              + caught(last, next)
              + next
              + "}";
      case 4 ->
          // Elsewhere it would make what follows unreachable, which is no valid definition.
          next.startsWith("\"End") && random.nextInt(2) == 0
              ? "{\"Type\":\"Fail\",\"Error\":\"E" + random.nextInt(3) + "\"}"
              : "{\"Type\":\"Pass\"," + next + "}";
      case 5, 6 -> {
        StringJoiner branches = new StringJoiner(",");
        for (int i = 0; i <= random.nextInt(3); i++) {
          branches.add(graph(depth - 1));
        }
        yield "{\"Type\":\"Parallel\",\"Branches\":[" + branches + "]," + retry() + next + "}";
      }
      default ->
          "{\"Type\":\"Map\",\"ItemsPath\":\"$$.Execution.Input.items\",\"MaxConcurrency\":"
              + random.nextInt(3)
              + (random.nextBoolean()
                  ? ""
                  : ",\"ItemSelector\":{\"id.$\":\"States.UUID()\",\"v.$\":\"$$.Map.Item.Value\"}")
              + ",\"ItemProcessor\":"
              + processor(depth - 1)
              + ","
              + retry()
              + next
              + "}";
    };
  }

  /// Every third Map is a distributed one.
  private String processor(int depth) {
    String graph = graph(depth);
    return random.nextInt(3) > 0
        ? graph
        : "{\"ProcessorConfig\":{\"Mode\":\"DISTRIBUTED\",\"ExecutionType\":\"STANDARD\"},"
            + graph.substring(1);
  }

  private String parameters() {
    String own =
        random.nextBoolean() ? ",\"id.$\":\"States.UUID()\",\"n.$\":\"$$.State.RetryCount\"" : "";
    return "\"Parameters\":{\"FunctionName\":\"f\",\"Payload\":{\"x\":1"
        + own
        + "}},"
        + (random.nextInt(4) == 0 ? "\"ResultPath\":\"$.r\"," : "");
  }

  private String retry() {
    return random.nextBoolean()
        ? ""
        : "\"Retry\":[{\"ErrorEquals\":[\"E1\",\"States.Timeout\"],\"IntervalSeconds\":"
            + (1 + random.nextInt(4))
            + ",\"MaxAttempts\":"
            + random.nextInt(3)
            + ",\"JitterStrategy\":\""
            + (random.nextBoolean() ? "FULL" : "NONE")
            + "\"},{\"ErrorEquals\":[\"States.ALL\"],\"MaxAttempts\":1}],";
  }

  private String caught(String last, String next) {
    return next.contains("End") || random.nextBoolean()
        ? ""
        : "\"Catch\":[{\"ErrorEquals\":[\""
            + (random.nextBoolean() ? "E2" : "States.ALL")
            + "\"],\"ResultPath\":"
            + (random.nextBoolean() ? "null" : "\"$.error\"")
            + ",\"Next\":\""
            + last
            + "\"}],";
  }
}
