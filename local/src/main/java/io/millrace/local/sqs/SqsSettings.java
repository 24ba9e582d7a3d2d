package io.millrace.local.sqs;

import java.time.InstantSource;

/// What an endpoint is started with.
///
/// @param region stands in the ARNs of the queues
/// @param account twelve digits, stands in ARNs and queue URLs
/// @param releaseInFlightAtStart whether messages that were in flight when the process ended are
///   visible at once. Right when all receivers ended with the endpoint, because they live in the
///   same process; AWS would let their visibility timeouts run out. Delays go on either way.
/// @param clock gives the time
public record SqsSettings(
    String region, String account, boolean releaseInFlightAtStart, InstantSource clock) {

  public static final SqsSettings DEFAULTS =
      new SqsSettings("us-east-1", "000000000000", false, InstantSource.system());

  public SqsSettings {
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("account must be twelve digits, not " + account);
    }
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("region must be a region's name, not " + region);
    }
  }

  /// These settings, for an endpoint whose receivers all live in its own process.
  public SqsSettings releasingInFlightAtStart() {
    return new SqsSettings(region, account, true, clock);
  }

  String arn(String queueName) {
    return "arn:aws:sqs:" + region + ":" + account + ":" + queueName;
  }
}
