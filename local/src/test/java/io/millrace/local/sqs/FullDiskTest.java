package io.millrace.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// The endpoint's process may write no file beyond 256 KiB, which its writes notice as they notice
/// a full disk: some bytes fit, the rest does not.
class FullDiskTest {
  @TempDir private Path folder;

  @Test
  void whatDoesNotFitIsRefusedAndWhatWasAcknowledgedIsThere() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell for ulimit");
    var sent = new ArrayList<String>();
    var process = start();
    try (var sqs = Clients.of(URI.create(process.inputReader().readLine()))) {
      var url = sqs.createQueue(r -> r.queueName("filled")).queueUrl();
      assertThatThrownBy(() -> fill(sqs, url, sent))
          .isInstanceOfSatisfying(
              SqsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailable"));
      assertThatThrownBy(() -> fill(sqs, url, sent)).isInstanceOf(SqsException.class);
      assertThat(sent).hasSizeGreaterThan(20);
      var message = sqs.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
      assertThat(message.body().strip()).isEqualTo(sent.getFirst());
    } finally {
      process.destroyForcibly().waitFor();
    }

    var found = new HashSet<String>();
    try (var endpoint =
            SqsEndpoint.start(
                folder.resolve("sqs"), 0, SqsSettings.DEFAULTS.releasingInFlightAtStart());
        var sqs = Clients.of(endpoint.uri())) {
      var url = sqs.getQueueUrl(r -> r.queueName("filled")).queueUrl();
      for (boolean some = true; some; ) {
        var messages = sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
        messages.forEach(message -> found.add(message.body().strip()));
        some = !messages.isEmpty();
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(sent);
  }

  private static void fill(SqsClient sqs, String url, List<String> sent) {
    for (int i = 0; i < 100; i++) {
      var name = "message " + i + " of " + System.nanoTime();
      sqs.sendMessage(r -> r.queueUrl(url).messageBody(name + " ".repeat(10_000)));
      sent.add(name);
    }
  }

  private Process start() throws Exception {
    // In units of 512 bytes. A JVM's own temporary files would not fit, either.
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            "ulimit -f 512; exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            FullDiskTest.class.getName(),
            folder.resolve("sqs").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println(SqsEndpoint.start(Path.of(arguments[0]), 0).uri());
    new CountDownLatch(1).await();
  }
}
