package io.millrace.local.sns;

import java.net.URI;
import java.time.InstantSource;
import java.util.function.Consumer;
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
/// @param onBroken told once, on a thread of its own, when nothing can be stored any more until a
///   new start; the process should end
public record SnsSettings(
    String region,
    String account,
    @Nullable URI sqs,
    boolean allowPrivate,
    @Nullable FunctionInvoker functions,
    InstantSource clock,
    Consumer<String> onBroken) {

  public static final SnsSettings DEFAULTS =
      new SnsSettings(
          "us-east-1", "000000000000", null, false, null, InstantSource.system(), _ -> {});

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
    return new SnsSettings(region, account, endpoint, allowPrivate, functions, clock, onBroken);
  }

  /// Functions invoked by that invoker.
  public SnsSettings withFunctions(FunctionInvoker invoker) {
    return new SnsSettings(region, account, sqs, allowPrivate, invoker, clock, onBroken);
  }

  /// Web hooks also in private networks.
  public SnsSettings allowingPrivate() {
    return new SnsSettings(region, account, sqs, true, functions, clock, onBroken);
  }

  /// Another clock.
  public SnsSettings withClock(InstantSource other) {
    return new SnsSettings(region, account, sqs, allowPrivate, functions, other, onBroken);
  }

  /// These settings, told when nothing can be stored any more.
  public SnsSettings telling(Consumer<String> other) {
    return new SnsSettings(region, account, sqs, allowPrivate, functions, clock, other);
  }

  String topicArn(String name) {
    return "arn:aws:sns:" + region + ":" + account + ":" + name;
  }
}
