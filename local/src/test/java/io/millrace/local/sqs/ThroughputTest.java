package io.millrace.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What docs/queues.md says about speed; prints the figures.
@Tag("slow")
class ThroughputTest {
  private static final int CLIENTS = 8;
  private static final int MESSAGES = 8_000;

  @TempDir private Path folder;

  @Test
  void eightClientsSendReceiveAndDelete() throws Exception {
    try (var endpoint = SqsEndpoint.start(folder, 0);
        var sqs = Clients.of(endpoint.uri())) {
      var url = sqs.createQueue(r -> r.queueName("busy")).queueUrl();
      var body = "x".repeat(1000);
      var left = new AtomicInteger(MESSAGES / 4);
      together(endpoint, client -> send(client, url, body, left));
      left.set(MESSAGES);
      long sending = together(endpoint, client -> send(client, url, body, left));
      left.set(MESSAGES);
      long receiving =
          together(
              endpoint,
              client -> {
                while (left.decrementAndGet() >= 0) {
                  var message = client.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
                  client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
                }
              });
      System.out.printf(
          "SQS endpoint, %d clients, 1 kB: %d SendMessage/s, %d Receive+Delete/s%n",
          CLIENTS, MESSAGES * 1000L / sending, MESSAGES * 1000L / receiving);
      assertThat(endpoint.status("busy").orElseThrow().visible()).isEqualTo(MESSAGES / 4);
    }
  }

  private static void send(SqsClient client, String url, String body, AtomicInteger left) {
    while (left.decrementAndGet() >= 0) {
      client.sendMessage(r -> r.queueUrl(url).messageBody(body));
    }
  }

  private static long together(SqsEndpoint endpoint, Consumer<SqsClient> work) throws Exception {
    var threads = new ArrayList<Thread>();
    long start = System.nanoTime();
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (var client = Clients.of(endpoint.uri())) {
                      work.accept(client);
                    }
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    return Math.max(1, (System.nanoTime() - start) / 1_000_000);
  }
}
