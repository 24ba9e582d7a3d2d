package io.millrace.engine.decide;

/// Bounds of one execution and of one decision.
///
/// @param historyEventsMax an execution fails with `States.Runtime` when its history would grow
///   beyond this (AWS: 25,000)
/// @param payloadBytesMax largest input or output of a state in UTF-8 bytes (AWS: 262,144)
/// @param decisionEventsMax a decision stops after about so many events, so that one execution
///   cannot hold up its shard
public record EngineLimits(long historyEventsMax, int payloadBytesMax, int decisionEventsMax) {
  /// AWS's quotas (developer guide, "Quotas").
  public static final EngineLimits AWS = new EngineLimits(25_000, 262_144, 2_000);

  public EngineLimits {
    if (historyEventsMax < 2 || payloadBytesMax < 2 || decisionEventsMax < 10) {
      throw new IllegalArgumentException(
          "limits are too small: events "
              + historyEventsMax
              + " (at least 2), payload bytes "
              + payloadBytesMax
              + " (at least 2), events of a decision "
              + decisionEventsMax
              + " (at least 10)");
    }
  }
}
