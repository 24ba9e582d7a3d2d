package io.millrace.runtime.machine;

import io.millrace.runtime.Refusal;
import io.millrace.runtime.RefusedException;
import org.jspecify.annotations.Nullable;

/// An ARN that names a version or an alias of a state machine: the machine's own, a colon, and the
/// qualifier.
public record QualifiedArn(String stateMachineArn, String qualifier) {
  private static final int MACHINE_PARTS = 7;

  /// The parts, or null when the ARN is not qualified.
  public static @Nullable QualifiedArn parse(String arn) {
    String[] parts = arn.split(":", MACHINE_PARTS + 1);
    if (parts.length <= MACHINE_PARTS
        || !parts[0].equals("arn")
        || !parts[2].equals("states")
        || !parts[5].equals("stateMachine")
        || parts[MACHINE_PARTS].isEmpty()) {
      return null;
    }
    String qualifier = parts[MACHINE_PARTS];
    return new QualifiedArn(arn.substring(0, arn.length() - qualifier.length() - 1), qualifier);
  }

  /// The parts.
  ///
  /// @throws RefusedException with [Refusal.InvalidArn] when the ARN is not qualified
  public static QualifiedArn required(String arn) {
    QualifiedArn qualified = parse(arn);
    if (qualified == null) {
      throw new RefusedException(new Refusal.InvalidArn("Invalid ARN prefix: " + arn));
    }
    return qualified;
  }

  /// The version's number, or null when this names an alias.
  public @Nullable Integer version() {
    boolean digits = qualifier.length() < 10 && qualifier.chars().allMatch(Character::isDigit);
    return digits ? Integer.valueOf(qualifier) : null;
  }

  @Override
  public String toString() {
    return stateMachineArn + ":" + qualifier;
  }
}
