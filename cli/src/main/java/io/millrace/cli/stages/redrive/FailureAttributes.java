package io.millrace.cli.stages.redrive;

import java.util.Set;

/// What is added to a message that goes to the dead-letter queue because its execution failed.
final class FailureAttributes {
  private static final Set<String> NAMES = Set.of();

  private FailureAttributes() {}

  static boolean isOne(String name) {
    return NAMES.contains(name);
  }
}
