package io.millrace.local.sns;

/// How an attempt to deliver ended.
sealed interface Outcome {
  record Delivered() implements Outcome {}

  /// Trying again may help.
  record Failed(String why) implements Outcome {}

  /// Trying again cannot help: there is no such queue, or the subscriber says so.
  record Refused(String why) implements Outcome {}
}
