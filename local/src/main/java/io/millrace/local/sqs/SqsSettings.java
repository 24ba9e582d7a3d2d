package io.millrace.local.sqs;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What an endpoint is started with.
///
/// @param region stands in the ARNs of the queues
/// @param account twelve digits, stands in ARNs and queue URLs
/// @param releasedAtStart the names of queues whose messages that were in flight when the process
///   ended are visible at once, as if they had not been received: nothing failed but the process.
///   Right when all receivers of a queue ended with the endpoint, because they live in the same
///   process; AWS would let the visibility timeouts run out. Delays go on either way, and so do the
///   timeouts in dead-letter queues, whose letters may be in a person's hands.
/// @param clock gives the time
/// @param onBroken told once, on a thread of its own, when nothing can be stored any more until a
///   new start; the process should end
public record SqsSettings(
    String region,
    String account,
    Predicate<String> releasedAtStart,
    InstantSource clock,
    Consumer<String> onBroken) {

  public static final SqsSettings DEFAULTS =
      new SqsSettings("us-east-1", "000000000000", _ -> false, InstantSource.system(), _ -> {});

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
    return releasingInFlightAtStart(_ -> true);
  }

  /// These settings, when the receivers of the queues with such names live in this process.
  public SqsSettings releasingInFlightAtStart(Predicate<String> queueNames) {
    return new SqsSettings(region, account, queueNames, clock, onBroken);
  }

  /// These settings, told when nothing can be stored any more.
  public SqsSettings telling(Consumer<String> other) {
    return new SqsSettings(region, account, releasedAtStart, clock, other);
  }

  String arn(String queueName) {
    return "arn:aws:sqs:" + region + ":" + account + ":" + queueName;
  }
}
