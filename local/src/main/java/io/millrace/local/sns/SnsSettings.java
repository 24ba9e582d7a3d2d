package io.millrace.local.sns;

import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What an endpoint is started with.
///
/// @param region stands in the ARNs of topics
/// @param account twelve digits, stands in ARNs
/// @param sqs where queues are; null for the SDK's own configuration, which means AWS unless
///   `AWS_ENDPOINT_URL_SQS` is set
/// @param allowPrivate whether web hooks may be in private and link-local networks; on this machine
///   itself they always may
/// @param functions invokes the functions of `lambda` subscriptions; null refuses such
///   subscriptions
/// @param clock gives the time
public record SnsSettings(
    String region,
    String account,
    @Nullable URI sqs,
    boolean allowPrivate,
    @Nullable FunctionInvoker functions,
    InstantSource clock) {

  public static final SnsSettings DEFAULTS =
      new SnsSettings("us-east-1", "000000000000", null, false, null, InstantSource.system());

  public SnsSettings {
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("account must be twelve digits, not " + account);
    }
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("region must be a region's name, not " + region);
    }
  }

  /// Queues at that endpoint.
  public SnsSettings withSqs(URI endpoint) {
    return new SnsSettings(region, account, endpoint, allowPrivate, functions, clock);
  }

  /// Functions invoked by that invoker.
  public SnsSettings withFunctions(FunctionInvoker invoker) {
    return new SnsSettings(region, account, sqs, allowPrivate, invoker, clock);
  }

  /// Web hooks also in private networks.
  public SnsSettings allowingPrivate() {
    return new SnsSettings(region, account, sqs, true, functions, clock);
  }

  /// Another clock.
  public SnsSettings withClock(InstantSource other) {
    return new SnsSettings(region, account, sqs, allowPrivate, functions, other);
  }

  String topicArn(String name) {
    return "arn:aws:sns:" + region + ":" + account + ":" + name;
  }
}
