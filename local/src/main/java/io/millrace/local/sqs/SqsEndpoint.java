package io.millrace.local.sqs;

import io.millrace.local.log.KeyedLog;
import io.millrace.local.loopback.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SQS over a folder, at `http://127.0.0.1:port`, in the AWS JSON 1.0 protocol of today's SDKs and
/// CLI.
///
/// Standard queues with all they have but access control and encryption; no FIFO queues. A message
/// whose SendMessage was answered survives `kill -9` and power loss; see [Queues]. Requests may be
/// signed by any key, as only this machine can reach it, but not be unsigned.
///
/// Thread-safe. One process at a time serves a folder.
public final class SqsEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqsEndpoint.class);

  /// A batch of 1 MiB whose every character is escaped in JSON by six, and the rest of a request.
  private static final int REQUEST_BYTES_MAX = 7 << 20;

  /// How often dead letters move and old messages go in queues that nobody asks.
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final LoopbackServer server;
  private final Queues queues;
  private final ScheduledExecutorService settling;

  private SqsEndpoint(LoopbackServer server, Queues queues) {
    this.server = server;
    this.queues = queues;
    this.settling =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sqs-settling").factory());
  }

  /// [#start(Path, int, SqsSettings)] with AWS's behaviour.
  public static SqsEndpoint start(Path folder, int port) {
    return start(folder, port, SqsSettings.DEFAULTS);
  }

  /// Starts the endpoint.
  ///
  /// @param folder created when absent
  /// @param port 0 for any free one
  /// @throws UncheckedIOException when the folder or the port cannot be used
  /// @throws IllegalStateException when another endpoint serves the folder
  public static SqsEndpoint start(Path folder, int port, SqsSettings settings) {
    try {
      var log = KeyedLog.open(folder.toAbsolutePath().normalize(), settings.onBroken());
      try {
        var queues = new Queues(log, settings);
        var server = LoopbackServer.open(port);
        var endpoint = new SqsEndpoint(server, queues);
        server.serve(
            new Operations(queues, new QueueUrls(server.uri(), settings.account())),
            REQUEST_BYTES_MAX);
        endpoint.settle();
        LOG.atInfo()
            .addKeyValue("folder", folder)
            .addKeyValue("port", server.port())
            .log("SQS endpoint is ready");
        return endpoint;
      } catch (IOException | RuntimeException e) {
        log.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The SQS endpoint cannot use the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /// What to set as `AWS_ENDPOINT_URL_SQS`.
  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /// The names of all queues, sorted.
  public List<String> queues() {
    return queues.locked(() -> List.copyOf(queues.byName().keySet()));
  }

  /// How a queue stands now; empty when there is none of that name.
  public Optional<QueueStatus> status(String queueName) {
    return queues.locked(
        () ->
            Optional.ofNullable(queues.byName().get(queueName))
                .map(
                    queue -> {
                      queues.settle(queue, queues.now());
                      return queue.status(queues.now());
                    }));
  }

  /// What lies in a queue, whether it can be received or not. Nothing is received by this. Messages
  /// that are deleted meanwhile are passed over.
  ///
  /// @throws UncheckedIOException when the disk fails
  public List<StoredMessage> look(String queueName) {
    var messages =
        queues.locked(
            () ->
                Optional.ofNullable(queues.byName().get(queueName))
                    .map(Queue::messages)
                    .orElse(List.of()));
    return messages.stream().flatMap(message -> look(message).stream()).toList();
  }

  private Optional<StoredMessage> look(Message message) {
    try {
      return queues
          .content(message)
          .map(content -> new StoredMessage(message.id, MessageAttributes.texts(content)));
    } catch (IOException e) {
      throw new UncheckedIOException("A message could not be read from the disk: " + e, e);
    }
  }

  /// ApproximateAgeOfOldestMessage; zero when the queue is empty, empty when there is no such
  /// queue.
  public Optional<Duration> oldestMessageAge(String queueName) {
    return status(queueName).map(QueueStatus::oldestMessageAge);
  }

  @Override
  public void close() {
    settling.shutdownNow();
    server.close();
    queues.close();
  }

  private void settle() {
    long millis = SETTLING.toMillis();
    var _ = settling.scheduleWithFixedDelay(this::settleAll, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void settleAll() {
    try {
      queues.settleAll();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Queues could not be settled; tried again in a second");
    }
  }
}
