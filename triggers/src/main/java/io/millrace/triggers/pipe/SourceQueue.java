package io.millrace.triggers.pipe;

import io.millrace.triggers.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The queue that a pipe reads. Safe for concurrent use.
final class SourceQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SourceQueue.class);

  /// SQS quotas: messages in one call.
  static final int CALL_MAX = 10;

  /// A deletion that is given up means a second delivery, so it is worth some attempts.
  private static final int DELETE_ATTEMPTS = 6;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final SqsClient sqs;
  private final String arn;
  private final String url;
  private final Duration visibility;
  private final Pacing pacing;

  private SourceQueue(SqsClient sqs, String arn, String url, Duration visibility, Pacing pacing) {
    this.sqs = sqs;
    this.arn = arn;
    this.url = url;
    this.visibility = visibility;
    this.pacing = pacing;
  }

  /// Finds the queue.
  ///
  /// @throws SdkException when it does not exist or cannot be asked
  static SourceQueue open(SqsClient sqs, String arn, Pacing pacing) {
    String[] parts = arn.split(":", -1);
    String url =
        sqs.getQueueUrl(
                q -> {
                  q.queueName(parts[5]);
                  if (!parts[4].isEmpty()) q.queueOwnerAWSAccountId(parts[4]);
                })
            .queueUrl();
    String seconds =
        sqs.getQueueAttributes(
                q -> q.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
            .attributes()
            .getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "30");
    return new SourceQueue(sqs, arn, url, Duration.ofSeconds(Long.parseLong(seconds)), pacing);
  }

  String arn() {
    return arn;
  }

  /// How long a received message stays invisible.
  Duration visibility() {
    return visibility;
  }

  /// @param most 1 to 10
  /// @param wait for the first of them, up to 20 seconds
  List<Message> receive(int most, Duration wait) {
    return sqs.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(most)
                    .waitTimeSeconds((int) wait.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  /// Deletes these, with some repetition. What cannot be deleted comes again, which the log says.
  void delete(List<Message> messages) throws InterruptedException {
    for (int from = 0; from < messages.size(); from += CALL_MAX) {
      deleteSome(messages.subList(from, Math.min(messages.size(), from + CALL_MAX)));
    }
  }

  /// Keeps these invisible for so long from now on. Those that are visible again already, and those
  /// of a queue that does not answer, are left to their fate.
  void hide(List<Message> messages, Duration time) {
    for (int from = 0; from < messages.size(); from += CALL_MAX) {
      List<Message> some = messages.subList(from, Math.min(messages.size(), from + CALL_MAX));
      List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
      for (int i = 0; i < some.size(); i++) {
        entries.add(
            ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(Integer.toString(i))
                .receiptHandle(some.get(i).receiptHandle())
                .visibilityTimeout((int) time.toSeconds())
                .build());
      }
      try {
        sqs.changeMessageVisibilityBatch(c -> c.queueUrl(url).entries(entries));
      } catch (SdkException e) {
        LOG.atDebug().addKeyValue("queue", arn).setCause(e).log("visibility not changed");
      }
    }
  }

  private void deleteSome(List<Message> messages) throws InterruptedException {
    List<Message> left = new ArrayList<>(messages);
    String trouble = "";
    for (int attempt = 1; attempt <= DELETE_ATTEMPTS; attempt++) {
      try {
        List<BatchResultErrorEntry> failed = tryToDelete(left);
        if (failed.isEmpty()) return;
        trouble = failed.getFirst().message();
        Set<Integer> again = new HashSet<>();
        // What the caller did wrong (an expired receipt handle) stays wrong.
        failed.stream()
            .filter(entry -> !Boolean.TRUE.equals(entry.senderFault()))
            .forEach(entry -> again.add(Integer.parseInt(entry.id())));
        List<Message> all = left;
        left = again.stream().map(all::get).collect(Collectors.toCollection(ArrayList::new));
        if (left.isEmpty()) break;
      } catch (SdkException e) {
        trouble = String.valueOf(e.getMessage());
      }
      if (attempt < DELETE_ATTEMPTS) {
        pacing.pause(pacing.backoff(attempt, FIRST_PAUSE, LONGEST_PAUSE));
      }
    }
    LOG.atWarn()
        .addKeyValue("queue", arn)
        .addKeyValue("messages", messages.stream().map(Message::messageId).toList())
        .addKeyValue("reason", trouble)
        .log("messages could not be deleted; they are delivered again");
  }

  private List<BatchResultErrorEntry> tryToDelete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(messages.get(i).receiptHandle())
              .build());
    }
    return sqs.deleteMessageBatch(d -> d.queueUrl(url).entries(entries)).failed();
  }
}
