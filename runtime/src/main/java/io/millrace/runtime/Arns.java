package io.millrace.runtime;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and takes apart ARNs of one account and Region (IAM user guide, "Amazon Resource Names").
public record Arns(String partition, String region, String account) {
  /// What an installation without configuration calls itself.
  public static final Arns LOCAL = new Arns("aws", "us-east-1", "000000000000");

  public Arns {
    if (!account.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("account '" + account + "' is not twelve digits");
    }
    if (!region.matches("[a-z0-9-]{3,40}")) {
      throw new IllegalArgumentException("region '" + region + "' is not a Region's name");
    }
  }

  /// `arn:aws:states:REGION:ACCOUNT:stateMachine:NAME`.
  public String stateMachine(String name) {
    return prefix("stateMachine") + name;
  }

  /// `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`.
  public String execution(String stateMachineName, String name) {
    return prefix("execution") + stateMachineName + ":" + name;
  }

  /// `arn:aws:states:REGION:ACCOUNT:express:MACHINE:NAME:ID`: names are reused, ids never
  /// (recorded: express/test_base).
  public String express(String stateMachineName, String name, UUID id) {
    return prefix("express") + stateMachineName + ":" + name + ":" + id;
  }

  /// `arn:aws:states:REGION:ACCOUNT:activity:NAME`.
  public String activity(String name) {
    return prefix("activity") + name;
  }

  /// Checks that this names an activity.
  ///
  /// @throws RefusedException with [Refusal.InvalidArn]
  public static void checkActivity(String arn) {
    after(arn, "activity");
  }

  /// The name of a state machine from its unqualified ARN.
  ///
  /// @throws RefusedException with [Refusal.InvalidArn]
  public static String stateMachineName(String arn) {
    return after(arn, "stateMachine");
  }

  /// Checks that this names an execution.
  ///
  /// @throws RefusedException with [Refusal.InvalidArn]
  public static void checkExecution(String arn) {
    after(arn, "execution");
  }

  /// The id of a Map Run from its ARN, which ends with it.
  ///
  /// @throws RefusedException with [Refusal.InvalidArn] or [Refusal.ResourceNotFound]
  public static UUID mapRunId(String arn) {
    String after = after(arn, "mapRun");
    try {
      return UUID.fromString(after.substring(after.lastIndexOf(':') + 1));
    } catch (IllegalArgumentException _) {
      throw new RefusedException(new Refusal.ResourceNotFound(arn));
    }
  }

  /// Checks that this can name a role. Whether it exists is not known here.
  ///
  /// @throws RefusedException with [Refusal.InvalidArn]
  public static void checkRole(String arn) {
    if (hasControlCharacter(arn)) {
      throw new RefusedException(new Refusal.InvalidArn("Invalid role ARN: " + arn));
    }
  }

  /// No ARN has any, and PostgreSQL cannot even look for U+0000.
  private static boolean hasControlCharacter(String arn) {
    return arn.chars().anyMatch(Character::isISOControl);
  }

  private String prefix(String resourceType) {
    return "arn:" + partition + ":states:" + region + ":" + account + ":" + resourceType + ":";
  }

  private static String after(String arn, String resourceType) {
    @Nullable String problem = null;
    String[] parts = arn.split(":", 7);
    if (!parts[0].equals("arn") || parts.length < 6 || hasControlCharacter(arn)) {
      problem = "Invalid ARN prefix: " + arn;
    } else if (!parts[2].equals("states") || !parts[5].equals(resourceType)) {
      problem = "Resource type not valid in this context: " + parts[5];
    } else if (parts.length < 7 || parts[6].isEmpty()) {
      problem = "Invalid ARN prefix: " + arn;
    }
    if (problem != null) {
      throw new RefusedException(new Refusal.InvalidArn(problem));
    }
    return parts[6];
  }
}
