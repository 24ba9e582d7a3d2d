package io.millrace.local.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.sqs.SqsEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;

/// One process with topics and queues is killed while eight clients publish: every message whose
/// Publish was answered is in both subscribed queues afterwards.
class CrashTest {
  private static final int CLIENTS = 8;

  @TempDir private Path folder;
  private final Set<String> published = ConcurrentHashMap.newKeySet();

  @Test
  void twoKillsWhilePublishingLoseNoAcknowledgedMessage() throws Exception {
    killWhilePublishing(2, new Random(1));
  }

  @Test
  @Tag("slow")
  void twentyKillsWhilePublishingLoseNoAcknowledgedMessage() throws Exception {
    killWhilePublishing(20, new Random(2));
  }

  private void killWhilePublishing(int kills, Random random) throws Exception {
    for (int round = 0; round < kills; round++) {
      var process = start();
      var lines = process.inputReader();
      var topics = URI.create(lines.readLine());
      var enough = new CountDownLatch(100 + random.nextInt(300));
      var threads = new ArrayList<Thread>();
      for (int client = 0; client < CLIENTS; client++) {
        var name = round + "-" + client;
        threads.add(Thread.startVirtualThread(() -> publish(topics, name, enough)));
      }
      enough.await();
      process.destroyForcibly().waitFor();
      for (var thread : threads) {
        thread.join();
      }
    }
    try (var queues = SqsEndpoint.start(folder.resolve("sqs"), 0)) {
      for (var queue : new String[] {"one", "two"}) {
        var lost = new HashSet<>(published);
        lost.removeAll(drain(queues, queue));
        assertThat(lost).as("acknowledged and not in queue " + queue).isEmpty();
      }
    }
    System.out.printf(
        "SNS endpoint: %d kills, %d publications acknowledged, 0 lost in 2 queues%n",
        kills, published.size());
  }

  private void publish(URI endpoint, String name, CountDownLatch enough) {
    try (var sns = Clients.sns(endpoint)) {
      var topic = sns.createTopic(r -> r.name("load")).topicArn();
      for (int number = 0; ; number++) {
        var message = name + "-" + number;
        sns.publish(r -> r.topicArn(topic).message(message));
        published.add(message);
        enough.countDown();
      }
    } catch (SdkException _) {
      // The process was killed.
    }
  }

  private static Set<String> drain(SqsEndpoint queues, String queue) {
    var found = new HashSet<String>();
    try (var sqs = Clients.sqs(queues.uri())) {
      var url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
      while (true) {
        var messages = sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
        if (messages.isEmpty()) {
          return found;
        }
        messages.forEach(message -> found.add(message.body()));
      }
    }
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
    var folder = Path.of(arguments[0]);
    var queues = SqsEndpoint.start(folder.resolve("sqs"), 0);
    var topics = SnsEndpoint.start(folder.resolve("sns"), 0, queues.uri());
    try (var sqs = Clients.sqs(queues.uri());
        var sns = Clients.sns(topics.uri())) {
      var topic = sns.createTopic(r -> r.name("load")).topicArn();
      for (var queue : new String[] {"one", "two"}) {
        sqs.createQueue(r -> r.queueName(queue));
        sns.subscribe(
            r ->
                r.topicArn(topic)
                    .protocol("sqs")
                    .endpoint("arn:aws:sqs:us-east-1:000000000000:" + queue)
                    .attributes(Map.of("RawMessageDelivery", "true")));
      }
    }
    System.out.println(topics.uri());
    new CountDownLatch(1).await();
  }
}
