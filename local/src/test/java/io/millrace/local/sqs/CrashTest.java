package io.millrace.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// The endpoint's process is killed under load, again and again. What was acknowledged is there
/// afterwards: every message that was sent, and none that was deleted.
class CrashTest {
  private static final int CLIENTS = 8;

  @TempDir private Path folder;
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> deleting = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  @Test
  void twoKillsUnderLoadLoseNoAcknowledgedMessage() throws Exception {
    killUnderLoad(2, new Random(1));
  }

  @Test
  @Tag("slow")
  void twentyKillsUnderLoadLoseNoAcknowledgedMessage() throws Exception {
    killUnderLoad(20, new Random(2));
  }

  private void killUnderLoad(int kills, Random random) throws Exception {
    for (int round = 0; round < kills; round++) {
      var process = start();
      var uri = URI.create(process.inputReader().readLine());
      var enough = new CountDownLatch(200 + random.nextInt(600));
      var threads = new ArrayList<Thread>();
      for (int client = 0; client < CLIENTS; client++) {
        var name = round + "-" + client;
        threads.add(Thread.startVirtualThread(() -> work(uri, name, enough)));
      }
      enough.await();
      process.destroyForcibly().waitFor();
      for (var thread : threads) {
        thread.join();
      }
    }

    var left = new HashSet<String>();
    try (var endpoint =
            SqsEndpoint.start(folder, 0, SqsSettings.DEFAULTS.releasingInFlightAtStart());
        var sqs = Clients.of(endpoint.uri())) {
      drain(sqs, left);
    }
    var lost = new HashSet<>(sent);
    lost.removeAll(left);
    lost.removeAll(deleting);
    assertThat(lost).as("acknowledged, not deleted, and gone").isEmpty();
    assertThat(left).as("deleted, acknowledged, and back").doesNotContainAnyElementsOf(deleted);
    assertThat(sent.size()).isGreaterThan(100 * kills);
    System.out.printf(
        "SQS endpoint: %d kills, %d messages acknowledged, %d deleted, 0 lost%n",
        kills, sent.size(), deleted.size());
  }

  /// Sends two messages, receives one and deletes it, until the endpoint is gone.
  private void work(URI uri, String name, CountDownLatch enough) {
    try (var sqs = Clients.of(uri)) {
      var url = sqs.createQueue(r -> r.queueName("load")).queueUrl();
      for (int number = 0; ; number += 2) {
        for (int i = 0; i < 2; i++) {
          var body = name + "-" + (number + i);
          sqs.sendMessage(r -> r.queueUrl(url).messageBody(body));
          sent.add(body);
          enough.countDown();
        }
        for (var message : sqs.receiveMessage(r -> r.queueUrl(url)).messages()) {
          deleting.add(message.body());
          sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
          deleted.add(message.body());
        }
      }
    } catch (SdkException _) {
      // The endpoint was killed.
    }
  }

  private static void drain(SqsClient sqs, Set<String> into) {
    var url = sqs.getQueueUrl(r -> r.queueName("load")).queueUrl();
    List<Message> messages;
    do {
      messages = sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
      messages.forEach(message -> into.add(message.body()));
    } while (!messages.isEmpty());
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            CrashTest.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(SqsEndpoint.start(Path.of(arguments[0]), 0).uri());
    new CountDownLatch(1).await();
  }
}
