package io.millrace.local.sns;

import io.millrace.local.log.KeyedLog;
import io.millrace.local.loopback.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SNS over a folder, at `http://127.0.0.1:port`, in the AWS query protocol of the SDKs and the
/// CLI.
///
/// Standard topics with subscriptions to queues, web hooks and functions, filter policies, raw
/// delivery, retries and dead-letter queues; no FIFO topics, mail, text messages or mobile push.
/// What Publish answered for survives `kill -9`; see [Deliveries].
///
/// Thread-safe. One process at a time serves a folder.
public final class SnsEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnsEndpoint.class);

  /// 256 KiB whose every byte is escaped in a form by three, and a batch's parameters.
  private static final int REQUEST_BYTES_MAX = 2 << 20;

  private final LoopbackServer server;
  private final KeyedLog log;
  private final Deliveries deliveries;
  private final Senders senders;

  private SnsEndpoint(LoopbackServer server, KeyedLog log, Deliveries deliveries, Senders senders) {
    this.server = server;
    this.log = log;
    this.deliveries = deliveries;
    this.senders = senders;
  }

  /// [#start(Path, int, SnsSettings)] with the queues at that endpoint.
  public static SnsEndpoint start(Path folder, int port, URI sqs) {
    return start(folder, port, SnsSettings.DEFAULTS.withSqs(sqs));
  }

  /// Starts the endpoint and goes on with what an earlier process had not delivered.
  ///
  /// @param folder created when absent
  /// @param port 0 for any free one
  /// @throws UncheckedIOException when the folder or the port cannot be used
  /// @throws IllegalStateException when another endpoint serves the folder
  public static SnsEndpoint start(Path folder, int port, SnsSettings settings) {
    try {
      var log = KeyedLog.open(folder.toAbsolutePath().normalize(), settings.onBroken());
      try {
        return start(log, LoopbackServer.open(port), settings);
      } catch (IOException | RuntimeException e) {
        log.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The SNS endpoint cannot use the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static SnsEndpoint start(KeyedLog log, LoopbackServer server, SnsSettings settings)
      throws IOException {
    var topics = new Topics(log);
    var signer = Signer.open(log, settings.clock().instant());
    var envelope = new Envelope(signer, server.uri());
    var senders =
        new Senders(
            new QueueSender(settings.sqs(), settings.region()),
            new HttpSender(new AddressRule(settings.allowPrivate())),
            settings.functions());
    var deliveries = new Deliveries(log, topics, senders, settings.clock());
    deliveries.resume();
    server.serve(
        new Operations(
            new TopicOperations(topics, settings),
            new SubscriptionOperations(topics, deliveries, envelope, settings),
            new PublishOperations(topics, deliveries, senders, envelope, settings.clock()),
            signer),
        REQUEST_BYTES_MAX);
    LOG.atInfo().addKeyValue("port", server.port()).log("SNS endpoint is ready");
    return new SnsEndpoint(server, log, deliveries, senders);
  }

  /// What to set as `AWS_ENDPOINT_URL_SNS`.
  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    deliveries.close();
    senders.hooks().close();
    senders.queues().close();
    log.close();
  }
}
